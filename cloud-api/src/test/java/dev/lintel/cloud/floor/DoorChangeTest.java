package dev.lintel.cloud.floor;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.booking.EpochDesk;
import dev.lintel.cloud.booking.FormerDoorDesk;
import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.device.BrokerSettings;
import dev.lintel.cloud.device.EnrolledEdges;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Message;
import io.micronaut.context.ApplicationContext;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Other hardware for a floor, or none, by the routes that an administrator has, with doors on a real broker (R13, R16).
class DoorChangeTest {

    private static final Duration SOON = Duration.ofSeconds(30);

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final SpaceId aspen = SpaceId.of(room.space());
    private final Instant today = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(2, ChronoUnit.HOURS);
    private final EnrolledEdges.Enrolled oldEdge = EnrolledEdges.enrol(cloud.bean(ApplicationContext.class), owner.tenantId(),
            Set.of(floor));
    private final TestDoor old = door(oldEdge);

    @AfterEach
    void leave() {
        old.close();
    }

    @Test
    void aDoorThatWasRetiredIsReplacedWithoutAnybodysWord() {
        talk(old, 1);
        var meeting = walkUp(old, today);
        old.obey(_ -> {
            old.retire(operation());
            return new EdgeReply.Done(Json.object());
        });
        assertThat(replace(false).text("error")).isEqualTo("door-not-closed");
        assertThat(owner.api().post(edge("/retire")).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> old.state().at().logAcked().equals(old.state().at().log()));

        var reply = replace(false);

        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        try (var next = door(EnrolledEdges.enrol(cloud.context(), reply.text("enrolmentToken")))) {
            talk(next, 1);
            assertThat(next.state().at().epoch()).isEqualTo(2);
            assertThat(next.state().booking(meeting)).as("what the old door decided came with the snapshot").isPresent();
            assertThat(walkUpRefused(next, today)).isTrue();
        }
        assertThat(alarms()).isEmpty();
        assertThat(owner.api().get("/api/v1/edges/" + oldEdge.id()).text("state")).isEqualTo("retired");
    }

    @Test
    void whatAnIsolatedDoorDecidedIsAskedAgainOnceItComesBackAfterItsReplacement() {
        talk(old, 1);
        old.leave();
        var free = walkUp(old, today.plus(1, ChronoUnit.HOURS));
        var clashing = walkUp(old, today);

        var reply = replace(true);

        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        // Another replica may take it for the floor's door for two seconds more.
        var late = new CloudInput.Greeted(Greeting.of(old.state(), LocalDate.now(ZoneOffset.UTC)),
                new Generation(cloud.bean(IdSource.class).next()));
        assertThat(cloud.bean(EpochDesk.class)
                .greeted(owner.tenantId(), floor, oldEdge.id(), 1, connection(1), late)
                .orElseThrow()
                .last())
                .isEqualTo(new Outcome.Halted(LineDesk.SUPERSEDED));
        try (var next = door(EnrolledEdges.enrol(cloud.context(), reply.text("enrolmentToken")))) {
            talk(next, 1);
            var first = walkUp(next, today);
            await().atMost(SOON).until(() -> phase(first).equals("confirmed"));

            old.connect(2);

            await().atMost(SOON).until(() -> phase(free).equals("confirmed"));
            await().atMost(SOON).until(() -> old.state().at().logAcked().equals(old.state().at().log()));
            assertThat(phase(first)).isEqualTo("confirmed");
            await().atMost(SOON).until(() -> next.state().booking(free).filter(b -> b.phase().decided()).isPresent());
            await().atMost(SOON).until(() -> turnedAway(old) == 1);
            old.leave();
            old.connect(3);
            await().atMost(SOON).until(() -> turnedAway(old) == 2);
            assertThat(old.state().at().epoch()).as("it is given nothing of the new epoch").isEqualTo(1);
        }
        assertThat(alarms()).contains("replaced-by-force", "late-word");
        var explained = owner.api().get("/api/v1/bookings/" + clashing + "/explain");
        assertThat(explained.body()).contains("late-word").contains("taken");
        assertThat(explained.text("phase")).isEqualTo("declined");
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        assertThat(member.api().get("/api/v1/bookings/" + clashing + "/explain").status()).isEqualTo(404);
    }

    @Test
    void lateWordsAreHeardInOrderAndNoneIsSkipped() {
        talk(old, 1);
        old.leave();
        var told = old.log().size();
        var first = walkUp(old, today);
        var second = walkUp(old, today.plus(1, ChronoUnit.HOURS));
        assertThat(replace(true).status()).isEqualTo(201);
        var late = old.log().subList(told, old.log().size());
        var formers = cloud.bean(FormerDoorDesk.class);
        var head = old.state().at().log();
        assertThat(formers.greeted(owner.tenantId(), floor, oldEdge.id(), 1, head)).contains(late.getFirst().seq());

        var early = formers.heard(owner.tenantId(), floor, oldEdge.id(), 1, late.subList(1, 2)).orElseThrow();

        assertThat(early.gap()).isTrue();
        assertThat(early.upTo().seq()).as("acknowledged is only what was heard").isEqualTo(late.getFirst().seq() - 1);
        assertThat(phase(second)).isEqualTo("unknown");
        var whole = formers.heard(owner.tenantId(), floor, oldEdge.id(), 1, late).orElseThrow();
        assertThat(whole.all()).isTrue();
        assertThat(whole.upTo()).isEqualTo(head);
        assertThat(List.of(phase(first), phase(second))).doesNotContain("unknown");
        assertThat(formers.greeted(owner.tenantId(), floor, oldEdge.id(), 1, head)).isEmpty();
    }

    @Test
    void anEdgeWhoseDiskIsLostIsEnrolledAgainAndGoesOnWithASnapshot() {
        talk(old, 1);
        var meeting = walkUp(old, today);
        await().atMost(SOON).until(() -> phase(meeting).equals("confirmed"));
        old.leave();

        var reply = owner.api().post(edge("/re-enrolment"), Json.object().with("diskLost", true));

        assertThat(reply.status()).as(reply.body()).isEqualTo(201);
        assertThat(reply.text("edgeId")).isEqualTo(oldEdge.id().value());
        try (var empty = door(EnrolledEdges.enrol(cloud.context(), reply.text("enrolmentToken")))) {
            talk(empty, 1);
            assertThat(empty.state().at().epoch()).isEqualTo(2);
            assertThat(empty.state().booking(meeting)).isPresent();
            assertThat(walkUpRefused(empty, today)).isTrue();
            var next = walkUp(empty, today.plus(1, ChronoUnit.HOURS));
            await().atMost(SOON).until(() -> phase(next).equals("confirmed"));
        }
        assertThat(alarms()).containsExactly("replaced-by-force");
    }

    @Test
    void aReplacementThatNeverEnrolledIsTakenAwayByNobodysWordAndLeavesNoLine() {
        talk(old, 1);
        var next = replace(true).text("edgeId");
        assertThat(book(today).text("phase")).isEqualTo("requested");

        assertThat(owner.api().post("/api/v1/edges/" + next + "/remove", Json.object().with("force", false)).status())
                .isEqualTo(204);

        assertThat(owner.api().get("/api/v1/floors/" + floor).text("link")).isEqualTo("none");
        assertThat(book(today.plus(1, ChronoUnit.HOURS)).text("phase")).isEqualTo("confirmed");
    }

    @Test
    void aFloorIsConnectedWithItsDoorsHelloAndNeverAfterItsDoorWasShutOut() {
        var hello = new CloudInput.Greeted(Greeting.of(old.state(), LocalDate.now(ZoneOffset.UTC)),
                new Generation(cloud.bean(IdSource.class).next()));
        var epochs = cloud.bean(EpochDesk.class);
        assertThat(epochs.greeted(owner.tenantId(), floor, oldEdge.id(), 1, connection(1), hello).orElseThrow().last())
                .isInstanceOf(Outcome.Welcomed.class);
        assertThat(texts("SELECT link FROM floor WHERE id = '" + floor + "'")).containsExactly("up");

        assertThat(owner.api().post(edge("/revoke")).status()).isEqualTo(204);

        assertThat(epochs.greeted(owner.tenantId(), floor, oldEdge.id(), 1, connection(1), hello).orElseThrow().last())
                .as("its epoch is still in force: it must not stop for good")
                .isEqualTo(new Outcome.Halted("epoch-unknown"));
        assertThat(texts("SELECT link FROM floor WHERE id = '" + floor + "'")).containsExactly("down");
    }

    @Test
    void aWillThatAnotherReplicaHearsLateTakesNoFloorDownThatHasBeenGreetedSince() {
        var hello = new CloudInput.Greeted(Greeting.of(old.state(), LocalDate.now(ZoneOffset.UTC)),
                new Generation(cloud.bean(IdSource.class).next()));
        var epochs = cloud.bean(EpochDesk.class);
        var elsewhere = cloud.bean(LinkBook.class);
        var link = "SELECT link FROM floor WHERE id = '" + floor + "'";
        epochs.greeted(owner.tenantId(), floor, oldEdge.id(), 1, connection(7), hello);
        epochs.greeted(owner.tenantId(), floor, oldEdge.id(), 1, connection(8), hello);
        elsewhere.down(owner.tenantId(), oldEdge.id(), 7);
        assertThat(texts(link)).containsExactly("up");
        elsewhere.down(owner.tenantId(), oldEdge.id(), 8);
        assertThat(texts(link)).containsExactly("down");

        var token = owner.api().post(edge("/re-enrolment"), Json.object().with("diskLost", false)).text("enrolmentToken");
        EnrolledEdges.enrol(cloud.context(), token);
        epochs.greeted(owner.tenantId(), floor, oldEdge.id(), 1, connection(1), hello);
        assertThat(texts(link)).containsExactly("up");
        elsewhere.down(owner.tenantId(), oldEdge.id(), 1);
        assertThat(texts(link)).as("its numbers began anew").containsExactly("down");
    }

    @Test
    void withoutADoorTheCloudDecidesAllAndWhatIsOpenToo() {
        talk(old, 1);
        old.turnDeaf();
        var open = book(today);
        assertThat(open.text("phase")).as(open.body()).isEqualTo("requested");
        assertThat(owner.api().post(edge("/remove"), Json.object().with("force", false)).status()).isEqualTo(409);

        assertThat(owner.api().post(edge("/remove"), Json.object().with("force", true)).status()).isEqualTo(204);

        assertThat(owner.api().get("/api/v1/bookings/" + open.text("id")).text("phase")).isEqualTo("confirmed");
        assertThat(book(today.plus(1, ChronoUnit.HOURS)).text("phase")).isEqualTo("confirmed");
        assertThat(owner.api().get("/api/v1/floors/" + floor).text("link")).isEqualTo("none");
    }

    @Test
    void afterARestoreAnAdministratorMayGoOnWithoutTheDoor() {
        var restored = new CloudInput.Restored(operation(), new Generation(cloud.bean(IdSource.class).next()));
        cloud.bean(LineDesk.class).take(owner.tenantId(), floor, List.of(restored));
        var later = today.plus(3, ChronoUnit.DAYS);
        assertThat(book(later).text("error")).isEqualTo("floor-stopped");

        assertThat(owner.api().post("/api/v1/floors/" + floor + "/waiver").status()).isEqualTo(204);

        assertThat(book(later).text("phase")).isEqualTo("confirmed");
        assertThat(alarms()).contains("waived-by-force");
        assertThat(owner.api().post("/api/v1/floors/" + floor + "/waiver").status()).as("nothing to waive").isEqualTo(204);
    }

    private TestDoor door(EnrolledEdges.Enrolled edge) {
        return new TestDoor(edge.id(), floor, edge.credential(), cloud.bean(BrokerSettings.class).port());
    }

    /// Connected, with the floor's rooms and a line ahead of today's meetings.
    private void talk(TestDoor door, long connection) {
        door.arrive(connection);
        await().atMost(SOON)
                .until(() -> door.state().space(aspen).isPresent()
                        && door.state().at().line().at().isAfter(today.plusSeconds(9_000)));
    }

    private static long turnedAway(TestDoor door) {
        return door.heard()
                .stream()
                .filter(message -> message instanceof Message.Refused(String reason) && reason.equals(LineDesk.SUPERSEDED))
                .count();
    }

    private BookingId walkUp(TestDoor door, Instant from) {
        var id = cloud.bean(IdSource.class).booking();
        assertThat(touched(door, id, from)).isInstanceOf(Answer.Done.class);
        return id;
    }

    private boolean walkUpRefused(TestDoor door, Instant from) {
        return touched(door, cloud.bean(IdSource.class).booking(), from) instanceof Answer.Refused;
    }

    private Answer touched(TestDoor door, BookingId id, Instant from) {
        var outcome = door.touch(operation(), new BookingCommand.Book(id, aspen, Slot.of(from, Duration.ofMinutes(30)),
                Optional.empty(), Optional.empty(), Origin.DOOR));
        return ((Outcome.Answered) outcome).answer();
    }

    private Reply book(Instant from) {
        return owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", from.toString())
                        .with("end", from.plus(Duration.ofMinutes(30)).toString()));
    }

    private Reply replace(boolean force) {
        return owner.api().post(edge("/replace"), Json.object().with("name", "the next one").with("force", force));
    }

    private String edge(String rest) {
        return "/api/v1/edges/" + oldEdge.id() + rest;
    }

    private String phase(BookingId booking) {
        return texts("SELECT phase FROM booking WHERE id = '" + booking + "'").stream().findFirst().orElse("unknown");
    }

    private List<String> alarms() {
        return texts("SELECT DISTINCT kind FROM alarm WHERE floor_id = '" + floor + "'");
    }

    private List<String> texts(String query) {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), handle -> handle.createQuery(query).mapTo(String.class).list());
    }

    private OperationId operation() {
        return cloud.bean(IdSource.class).operation();
    }

    private static EpochDesk.Connection connection(long number) {
        return new EpochDesk.Connection(number, false);
    }
}
