package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Api;
import dev.lintel.cloud.CloudProcess;
import dev.lintel.cloud.Ports;
import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.TestReplica;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.device.MosquittoProcess;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Two replicas in processes of their own, one PostgreSQL, one Mosquitto: kill -9 of either while people book and a door
/// takes walk-ups. What clients and the door were told is compared with what the tables say afterwards.
@Tag("deep")
class ReplicasTest {

    private static final int CLIENTS = 6;
    private static final Duration LENGTH = Duration.ofMinutes(15);
    /// Bookings that people are told between one blow and the next.
    private static final int BETWEEN = 150;
    private static final Duration SOON = Duration.ofMinutes(2);

    @TempDir
    Path folder;

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final SpaceId remote = SpaceId.of(room.space());
    private final SpaceId local = SpaceId.of(owner.api()
            .post("/api/v1/floors/" + floor + "/spaces",
                    Json.object().with("name", "Birch").with("kind", "room").with("capacity", 4))
            .text("id"));
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
    private final int mqttPort = Ports.free();
    private final AtomicReference<CloudProcess> first = new AtomicReference<>();
    private final AtomicReference<CloudProcess> second = new AtomicReference<>();
    /// The booking that each operation was told, by operation.
    private final Map<OperationId, String> told = new ConcurrentHashMap<>();
    private final Map<OperationId, Integer> statuses = new ConcurrentHashMap<>();
    private final AtomicInteger retries = new AtomicInteger();
    private final AtomicInteger slots = new AtomicInteger();

    @Test
    void whicheverReplicaIsKilledNothingIsLostAndNothingDoneTwice() throws Exception {
        first.set(replica("a"));
        try (var mosquitto = MosquittoProcess.start(folder.resolve("mosquitto"), mqttPort)) {
            second.set(replica("b"));
            var edge = EnrolledEdges.enrol(cloud.context(), owner.tenantId(), Set.of(floor));
            try (var door = new TestDoor(edge.id(), floor, edge.credential(), mqttPort)) {
                await().atMost(SOON).ignoreExceptions().until(() -> {
                    if (!door.connected()) {
                        door.connect(1);
                    }
                    return true;
                });
                await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
                    if (door.state().at().line().at().isBefore(Instant.now())) {
                        door.greet(1);
                    }
                    return door.state().space(local).isPresent() && door.state().at().line().at().isAfter(Instant.now());
                });
                int walkUps = underLoad(door);
                compare(door, walkUps);
            }
            assertThat(mosquitto).isNotNull();
        } finally {
            up(first).close();
            if (second.get() != null) {
                up(second).close();
            }
        }
    }

    private int underLoad(TestDoor door) throws Exception {
        var over = new AtomicBoolean();
        var walkUps = new AtomicInteger();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var work = new ArrayList<Future<?>>();
            for (int client = 0; client < CLIENTS; client++) {
                int number = client;
                work.add(threads.submit(() -> people(number, over)));
            }
            work.add(threads.submit(() -> walkUps(door, walkUps, over)));
            furtherBookings();
            killAndRevive(first, "a");
            killAndRevive(second, "b");
            over.set(true);
            for (Future<?> one : work) {
                one.get();
            }
        }
        return walkUps.get();
    }

    private void killAndRevive(AtomicReference<CloudProcess> which, String name) throws Exception {
        var victim = up(which);
        victim.kill();
        furtherBookings();
        which.set(replica(name, victim.port()));
        furtherBookings();
    }

    /// People go on, whoever is alive.
    private void furtherBookings() {
        int before = told.size();
        await().atMost(SOON).until(() -> told.size() >= before + BETWEEN);
    }

    /// Books slot after slot, every third where the door decides; whatever has no answer is asked again with the same
    /// operation id, at the other replica.
    private void people(int number, AtomicBoolean over) {
        int turn = number;
        while (!over.get()) {
            int slot = slots.getAndIncrement();
            var from = slot % 3 == 0 && slot < 180
                    ? today.plus(LENGTH.multipliedBy(slot / 3))
                    : today.plus(2, ChronoUnit.DAYS).plus(LENGTH.multipliedBy(slot));
            var operation = cloud.bean(IdSource.class).operation();
            var wish = Json.object()
                    .with("space", remote.toString())
                    .with("start", from.toString())
                    .with("end", from.plus(LENGTH).toString());
            Optional<Reply> reply = Optional.empty();
            while (reply.isEmpty()) {
                reply = answer(up(turn++ % 2 == 0 ? first : second), operation, wish);
                retries.addAndGet(reply.isEmpty() ? 1 : 0);
            }
            statuses.put(operation, reply.get().status());
            if (reply.get().status() == 201 || reply.get().status() == 202) {
                told.put(operation, reply.get().text("id"));
            }
        }
    }

    private Optional<Reply> answer(CloudProcess replica, OperationId operation, Json wish) {
        try {
            var reply = new Api(replica.base(), owner.api().headers()).with("Operation-Id", operation.toString())
                    .post("/api/v1/bookings", wish);
            return reply.status() >= 500 ? Optional.empty() : Optional.of(reply);
        } catch (UncheckedIOException e) {
            return Optional.empty();
        }
    }

    private void walkUps(TestDoor door, AtomicInteger made, AtomicBoolean over) {
        for (int i = 0; !over.get(); i++) {
            var from = today.plus(LENGTH.multipliedBy(i % 60));
            var id = cloud.bean(IdSource.class).booking();
            var _ = door.touch(cloud.bean(IdSource.class).operation(), new BookingCommand.Book(id, local,
                    new Slot(from, from.plus(LENGTH)), Optional.empty(), Optional.empty(), Origin.DOOR));
            if (i >= 59) {
                var _ = door.touch(cloud.bean(IdSource.class).operation(), new BookingCommand.Cancel(id));
            }
            made.incrementAndGet();
            if (i % 20 == 19) {
                door.tellAgain();
            }
            // As many walk-ups as people get bookings, so that both go on through every blow.
            int seen = told.size();
            await().pollInterval(Duration.ofMillis(5)).atMost(SOON).until(() -> over.get() || told.size() > seen);
        }
    }

    private void compare(TestDoor door, int walkUps) {
        await().atMost(SOON).pollInterval(Duration.ofSeconds(1)).until(() -> {
            door.tellAgain();
            return count("SELECT count(*) FROM request WHERE floor_id = '%s'") == 0
                    && door.state().at().logAcked().equals(door.state().at().log())
                    && count("SELECT feed_seq - feed_acked_seq FROM floor WHERE id = '%s'") == 0;
        });
        assertThat(statuses.values()).as("every slot was asked for once, so every request is granted")
                .allMatch(
                        status -> status == 201 || status == 202);
        var confirmed = new TreeSet<>(texts("SELECT id::text FROM booking WHERE floor_id = '%s' AND phase = 'confirmed'"));
        assertThat(confirmed).as("nothing that was answered is lost").containsAll(told.values());
        assertThat(count("SELECT count(*) FROM booking WHERE floor_id = '%s' AND space_id = '" + remote + "'"))
                .as("one booking for each operation")
                .isEqualTo(told.size());
        assertThat(Set.copyOf(told.values())).hasSameSizeAs(told.keySet());
        assertThat(count("""
                SELECT count(*) FROM booking a JOIN booking b ON a.space_id = b.space_id AND a.id < b.id
                    AND tstzrange(a.starts_at, a.ends_at) && tstzrange(b.starts_at, b.ends_at)
                WHERE a.floor_id = '%s' AND a.phase IN ('confirmed', 'checked-in') AND b.phase IN ('confirmed', 'checked-in')
                """)).isZero();
        assertThat(count("SELECT count(*) - max(seq) FROM door_log WHERE floor_id = '%s'")).isZero();
        assertThat(count("SELECT count(*) - max(seq) FROM feed WHERE floor_id = '%s'")).isZero();
        assertThat(
                texts("""
                        SELECT booking_id::text FROM notice WHERE floor_id = '%s' GROUP BY person_id, booking_id, kind HAVING count(*) > 1
                        """))
                .as("nobody is told one thing twice")
                .isEmpty();
        int noticed = compareWhatTheWaitingWereTold();
        assertThat(atTheDoor(door, remote)).isEqualTo(inTheCloud(remote));
        assertThat(atTheDoor(door, local)).isEqualTo(inTheCloud(local));
        long atOnce = statuses.values().stream().filter(status -> status == 201).count();
        System.out.printf(
                "replicas: kill -9 of each under load: %d bookings acknowledged (%d at once, %d by the door later, %d of them so late that a notice told it), %d asked again, %d walk-ups: 0 lost, 0 twice, 0 overlaps%n",
                told.size(), atOnce, told.size() - atOnce, noticed, retries.get(), walkUps);
    }

    /// Whoever was told to wait sees the answer come while the page is still looked at; what comes later a notice tells too.
    ///
    /// @return how many were told by a notice
    private int compareWhatTheWaitingWereTold() {
        List<String> waited = told.entrySet()
                .stream()
                .filter(one -> statuses.getOrDefault(one.getKey(), 0) == 202)
                .map(Map.Entry::getValue)
                .toList();
        assertThat(texts("""
                SELECT body::json ->> 'booking' FROM live_event
                WHERE floor_id = '%s' AND kind = 'booking' AND body::json ->> 'phase' = 'confirmed'
                """)).as("whoever was told to wait sees what came of it").containsAll(waited);
        Set<String> noticed = Set
                .copyOf(texts("SELECT booking_id::text FROM notice WHERE floor_id = '%s' AND kind = 'confirmed'"));
        assertThat(noticed).as("whoever may look no longer is told by a notice").containsAll(answeredAfter(waited, ">", 11));
        assertThat(noticed).as("nobody is told what they saw").noneMatch(answeredAfter(waited, "<", 9)::contains);
        return noticed.size();
    }

    /// Ten seconds are the border. The trail is written a little after the notice, so what is near to it tells nothing.
    private List<String> answeredAfter(List<String> bookings, String than, int seconds) {
        return texts("""
                SELECT split_part(subject, ':', 2) FROM audit WHERE action IN ('booking-requested', 'booking-confirmed')
                    AND split_part(subject, ':', 2) IN (SELECT id::text FROM booking WHERE floor_id = '%s')
                GROUP BY subject HAVING count(*) > 1 AND max(at) - min(at) %s interval '%d seconds'
                """.formatted(floor, than, seconds)).stream().filter(bookings::contains).toList();
    }

    private Set<String> atTheDoor(TestDoor door, SpaceId space) {
        var found = new TreeSet<String>();
        door.state()
                .bookings(space)
                .filter(booking -> booking.phase().decided())
                .map(booking -> booking.id())
                .map(
                        BookingId::toString)
                .forEach(found::add);
        return found;
    }

    private Set<String> inTheCloud(SpaceId space) {
        return new TreeSet<>(texts("SELECT id::text FROM booking WHERE floor_id = '%s' AND space_id = '" + space
                + "' AND phase IN ('confirmed', 'checked-in')"));
    }

    private long count(String query) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery(query.formatted(floor)).mapTo(Long.class).one());
    }

    private List<String> texts(String query) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery(query.formatted(floor)).mapTo(String.class).list());
    }

    private static CloudProcess up(AtomicReference<CloudProcess> which) {
        return Objects.requireNonNull(which.get());
    }

    private CloudProcess replica(String name) throws IOException {
        return replica(name, Ports.free());
    }

    private CloudProcess replica(String name, int port) throws IOException {
        var data = folder.resolve(name);
        if (!Files.exists(data)) {
            Files.createDirectories(data);
            TestReplica.copyKeys(cloud.folder(), data);
        }
        var settings = new ArrayList<>(List.of("--lintel.broker.kind=external", "--lintel.broker.port=" + mqttPort,
                "--lintel.link.node=" + name, "--lintel.broker.folder=" + folder.resolve("mosquitto"),
                "--lintel.broker.reload=" + String.join(",", MosquittoProcess.reload(folder.resolve("mosquitto"))),
                "--lintel.authority.folder=" + cloud.folder().resolve("authority").toAbsolutePath()));
        TestReplica.database(cloud).forEach((key, value) -> settings.add("--" + key + "=" + value));
        return CloudProcess.start(data, port, settings);
    }
}
