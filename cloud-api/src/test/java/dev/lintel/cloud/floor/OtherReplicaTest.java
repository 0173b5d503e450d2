package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Api;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.TestReplica;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.wire.Json;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A near-term request is answered with the door's own decision, also at a replica that never hears a door: both the feed's
/// entry and the door's answer then cross the database on their way.
class OtherReplicaTest {

    private static final int REQUESTS = 20;
    /// After this a request is answered `awaiting-door`; a wake-up that is lost on the way costs all of it.
    private static final double BUDGET_MILLIS = 250;

    @TempDir
    Path folder;

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(1, ChronoUnit.HOURS);
    private int slots;

    private record Answered(String phase, double millis) {}

    @Test
    void theDoorsDecisionIsTheAnswerAtWhicheverReplicaWasAsked() {
        var edge = EnrolledEdges.enrol(cloud.context(), owner.tenantId(), Set.of(floor));
        try (var second = TestReplica.withoutLink(cloud, folder);
                var door = new TestDoor(edge.id(), floor, edge.credential(), cloud.brokerPort())) {
            door.connect(1);
            var last = today.plus(Duration.ofMinutes(15L * 3 * REQUESTS));
            await().atMost(Duration.ofSeconds(30)).until(() -> door.state().at().line().at().isAfter(last));
            ask(second.as(owner), 3);

            var here = ask(owner.api(), REQUESTS);
            var there = ask(second.as(owner), REQUESTS);

            assertThat(decided(here)).as("answers: %s", here).isPositive();
            assertThat(decided(there)).as("answers: %s", there).isPositive();
            assertThat(at(there, 0)).as("woken, not timed out").isLessThan(BUDGET_MILLIS);
            System.out.printf(Locale.ROOT,
                    "near-term requests: asked where the door is heard: %d of %d decided, p50 %.0f ms, longest %.0f ms; asked at the other replica: %d of %d decided, p50 %.0f ms, longest %.0f ms%n",
                    decided(here), REQUESTS, at(here, 0.5), at(here, 1), decided(there), REQUESTS, at(there, 0.5),
                    at(there, 1));
        }
    }

    private List<Answered> ask(Api replica, int times) {
        var answers = new ArrayList<Answered>();
        for (int i = 0; i < times; i++) {
            var from = today.plus(Duration.ofMinutes(15L * slots++));
            long began = System.nanoTime();
            var reply = replica.post("/api/v1/bookings", Json.object()
                    .with("space", room.space())
                    .with("start", from.toString())
                    .with("end", from.plus(Duration.ofMinutes(15)).toString()));
            double millis = (System.nanoTime() - began) / 1e6;
            assertThat(reply.status()).as(reply.body()).isIn(201, 202);
            answers.add(new Answered(reply.text("phase"), millis));
        }
        return answers;
    }

    private static long decided(List<Answered> answers) {
        return answers.stream().filter(answer -> answer.phase().equals("confirmed")).count();
    }

    private static double at(List<Answered> answers, double part) {
        var sorted = answers.stream().map(Answered::millis).sorted().toList();
        return sorted.get((int) ((sorted.size() - 1) * part));
    }
}
