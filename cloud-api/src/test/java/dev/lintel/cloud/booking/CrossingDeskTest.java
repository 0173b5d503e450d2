package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.lintel.cloud.Reply;
import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.jdbi.v3.core.Handle;
import org.junit.jupiter.api.Test;

/// A booking moves to a room of another floor, over PostgreSQL and between the real rules of two doors.
class CrossingDeskTest {

    private static final Duration SOON = Duration.ofSeconds(20);

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room here = cloud.newRoom(owner);
    private final TestCloud.Room there = cloud.newRoom(owner);
    private final Instant start = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(2, ChronoUnit.HOURS);

    @Test
    void withoutDoorsItMovesAtOnceAndItsOldPlaceIsFree() {
        var booked = book(here);
        assertThat(booked.status()).isEqualTo(201);
        var moved = move(booked);
        assertThat(moved.status()).isEqualTo(200);
        assertThat(moved.text("id")).isEqualTo(booked.text("id"));
        assertThat(moved.text("space")).isEqualTo(there.space());
        assertThat(moved.text("title")).isEqualTo("Budget");
        assertThat(book(here).status()).as("the place it left").isEqualTo(201);
        assertThat(book(there).status()).as("the place it took").isEqualTo(409);
        assertThat(owner.api().post("/api/v1/bookings/" + booked.text("id") + "/cancel").status())
                .as("decided where it is now")
                .isEqualTo(200);
        assertThat(book(there).status()).isEqualTo(201);
    }

    @Test
    void betweenTwoDoorsTheTargetIsKeptBeforeTheSourceLetsGo() {
        var first = new DoorInMemory(cloud, owner, here);
        var second = new DoorInMemory(cloud, owner, there);
        var booked = confirmed(first);
        assertThat(move(booked).status()).as("the doors decide").isEqualTo(202);
        assertThat(shown(booked).text("space")).isEqualTo(here.space());

        second.hear(Instant.now());
        assertThat(phase(second, booked)).contains("requested");
        second.report();
        assertThat(walkUp(second)).as("kept for whoever comes").isEqualTo("held");

        await().atMost(SOON).until(() -> {
            first.hear(Instant.now());
            return phase(first, booked).equals(Optional.of("departed"));
        });
        first.report();
        await().atMost(SOON).until(() -> shown(booked).text("space").equals(there.space()));
        assertThat(shown(booked).text("phase")).isEqualTo("confirmed");
        second.hear(Instant.now());
        assertThat(phase(second, booked)).contains("confirmed");
        assertThat(second.state().booking(id(booked)).flatMap(found -> found.organiser()).flatMap(second.state()::name))
                .as("whose it is")
                .isPresent();
        assertThat(explained(booked)).contains("asked to move it", "The door of the other floor keeps its new place for it.",
                "The door let it go to the other floor.", "accepted it: moved");
    }

    @Test
    void whoWalkedUpThereKeepsTheRoomAndTheBookingStaysWhereItWas() {
        var first = new DoorInMemory(cloud, owner, here);
        var second = new DoorInMemory(cloud, owner, there);
        var booked = confirmed(first);
        assertThat(move(booked).status()).isEqualTo(202);
        assertThat(walkUp(second)).isEqualTo("booked");
        second.hear(Instant.now());
        second.report();
        await().atMost(SOON).until(() -> open() == 0);
        assertThat(shown(booked).text("space")).isEqualTo(here.space());
        assertThat(shown(booked).text("phase")).isEqualTo("confirmed");
    }

    @Test
    void whoIsThereStaysAndWhoAskedLearnsWhy() {
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        var first = new DoorInMemory(cloud, owner, here);
        var second = new DoorInMemory(cloud, owner, there);
        var booked = confirmed(first, member);
        assertThat(move(booked, member).status()).isEqualTo(202);
        var come = start.plusSeconds(60);
        assertThat(said(first.touch(new BookingCommand.CheckIn(id(booked)), come))).isEqualTo("checked-in");
        second.hear(come);
        second.report();
        await().atMost(SOON).until(() -> {
            first.hear(come);
            first.report();
            return open() == 0;
        });
        assertThat(shown(booked).text("phase")).isEqualTo("checked-in");
        second.hear(come);
        assertThat(phase(second, booked)).isNotEqualTo(Optional.of("requested"));
        await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        assertThat(Facts.text((Json.Obj) inbox(member).getFirst(), "kind")).contains("change-declined");
        assertThat(explained(booked)).contains("The door declined to move it: somebody is there since");
        await().atMost(SOON).until(() -> !cloud.mails().of(member.email()).isEmpty());
    }

    @Test
    void whoseBookingAnotherMovedIsTold() {
        var member = cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER);
        var booked = book(here, member);
        assertThat(move(booked, owner).status()).isEqualTo(200);
        await().atMost(SOON).until(() -> !inbox(member).isEmpty());
        assertThat(Facts.text((Json.Obj) inbox(member).getFirst(), "kind")).contains("changed");
        assertThat(inbox(owner)).isEmpty();
        assertThat(move(booked, cloud.newPerson(owner.tenant(), owner.tenantId(), Role.MEMBER)).text("error"))
                .as("not one's own")
                .isEqualTo("not-allowed");
    }

    @Test
    void theSameWishTwiceIsOneMoveWithOneAnswer() {
        new DoorInMemory(cloud, owner, there);
        var booked = book(here);
        var once = owner.api().with("Operation-Id", cloud.bean(IdSource.class).operation().toString());
        var path = "/api/v1/bookings/" + booked.text("id") + "/move";
        for (int i = 0; i < 2; i++) {
            assertThat(once.post(path, wish(there)).status()).isEqualTo(202);
            assertThat(open()).isEqualTo(1);
        }
        assertThat(move(booked).text("error")).as("one at a time").isEqualTo("held");
        assertThat(once.post(path, wish(here)).status()).isEqualTo(409);
    }

    @Test
    void aWallStandsBetweenTenants() {
        var stranger = cloud.newTenant();
        var theirs = cloud.newRoom(stranger);
        var booked = book(here);
        var path = "/api/v1/bookings/" + booked.text("id") + "/move";
        assertThat(owner.api().post(path, wish(theirs)).status()).as("into their room").isEqualTo(404);
        assertThat(stranger.api().post(path, wish(theirs)).status()).as("out of ours").isEqualTo(404);
        assertThat(shown(booked).text("space")).isEqualTo(here.space());
    }

    @Test
    void aMoveThatBreaksOffHalfWrittenIsNotThereAndIsTakenUpAgain() {
        var first = new DoorInMemory(cloud, owner, here);
        var second = new DoorInMemory(cloud, owner, there);
        var booked = confirmed(first);
        assertThat(move(booked).status()).isEqualTo(202);
        second.hear(Instant.now());
        second.report();
        await().atMost(SOON).until(() -> {
            first.hear(Instant.now());
            return phase(first, booked).equals(Optional.of("departed"));
        });
        tear();
        try {
            first.report();
            var due = cloud.bean(Transactions.class)
                    .inTenant(owner.tenantId(), transaction -> cloud.bean(CrossingStore.class).due(transaction, id(booked)));
            assertThatThrownBy(() -> cloud.bean(CrossingDesk.class).goOn(due.orElseThrow())).hasMessageContaining("feed_pkey");
            assertThat(shown(booked).text("floor")).as("neither half is there").isEqualTo(here.floor());
            assertThat(open()).as("the target is kept").isEqualTo(1);
            assertThat(book(there).text("error")).isEqualTo("held");
        } finally {
            mend();
        }
        await().atMost(SOON).until(() -> shown(booked).text("floor").equals(there.floor()));
        assertThat(shown(booked).text("phase")).isEqualTo("confirmed");
        assertThat(open()).isZero();
    }

    @Test
    void whatChangesWhileASecondFloorIsWaitedForIsReadAsItIsThen() throws InterruptedException, ExecutionException {
        var first = here.floor().compareTo(there.floor()) < 0 ? here : there;
        var second = first.equals(here) ? there : here;
        var booked = book(second);
        var transactions = cloud.bean(Transactions.class);
        var crossings = cloud.bean(CrossingDesk.class);
        var operation = cloud.bean(IdSource.class).operation();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            Future<Optional<Booking>> seen = transactions.inTenant(owner.tenantId(), changing -> {
                cloud.bean(LineDesk.class).hold(changing, owner.tenantId(), FloorId.of(second.floor()));
                var waiting = threads.submit(() -> transactions.inTenant(owner.tenantId(), crossing -> crossings
                        .hold(crossing, owner.tenantId(), FloorId.of(second.floor()), FloorId.of(first.floor()), operation,
                                id(booked))
                        .target()
                        .ledger()
                        .booking(id(booked))));
                await().atMost(SOON).until(() -> isWaitedFor(changing));
                changing.execute("UPDATE booking SET body = replace(body, '\"version\":1', '\"version\":7') WHERE id = ?",
                        id(booked).value());
                return waiting;
            });
            assertThat(seen.get()).hasValueSatisfying(booking -> assertThat(booking.version()).isEqualTo(7));
        }
    }

    private static boolean isWaitedFor(Handle transaction) {
        return transaction
                .createQuery("""
                        SELECT EXISTS (SELECT FROM pg_locks
                            WHERE NOT granted AND pg_backend_pid() = ANY (pg_blocking_pids(pid)))
                        """)
                .mapTo(Boolean.class)
                .one();
    }

    @Test
    void whoCancelsWhileItIsBetweenTheFloorsCancelsIt() {
        var first = new DoorInMemory(cloud, owner, here);
        var second = new DoorInMemory(cloud, owner, there);
        var booked = confirmed(first);
        move(booked);
        second.hear(Instant.now());
        second.report();
        await().atMost(SOON).until(() -> {
            first.hear(Instant.now());
            return phase(first, booked).equals(Optional.of("departed"));
        });
        tear();
        first.report();
        mend();
        // The pump may be first, or this: either way it is asked of the floor where the booking arrives.
        assertThat(owner.api().post("/api/v1/bookings/" + booked.text("id") + "/cancel").status()).isEqualTo(202);
        second.hear(Instant.now());
        second.report();
        assertThat(shown(booked).text("phase")).isEqualTo("cancelled");
        assertThat(phase(second, booked)).contains("cancelled");
    }

    @Test
    void theSearchForWhatIsUnderWayReadsOnlyWhatIs() {
        var plan = cloud.bean(Transactions.class).unfenced(transaction -> {
            transaction.execute("SET LOCAL enable_seqscan = off");
            return String.join("\n", transaction.createQuery("EXPLAIN " + CrossingStore.DUE).mapTo(String.class).list());
        });
        assertThat(plan).contains("request_arriving", "booking_departed");
    }

    /// From now on the second half of each transaction over both floors fails, when the first is written already.
    private void tear() {
        change("""
                INSERT INTO feed (tenant_id, floor_id, epoch, seq, op, hash, body, written_at)
                SELECT tenant_id, id, epoch, feed_seq + 1, id, 'torn', '{}', now() FROM floor WHERE id = ?
                """);
    }

    private void mend() {
        change("DELETE FROM feed WHERE floor_id = ? AND hash = 'torn'");
    }

    private void change(String sql) {
        int rows = cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(), transaction -> transaction.execute(sql, UUID.fromString(there.floor())));
        assertThat(rows).isEqualTo(1);
    }

    private String explained(Reply booked) {
        return owner.api().get("/api/v1/bookings/" + booked.text("id") + "/explain").body();
    }

    private static List<Json> inbox(TestCloud.Member whose) {
        return whose.api().get("/api/v1/notices").items();
    }

    private Reply confirmed(DoorInMemory door) {
        return confirmed(door, owner);
    }

    private Reply confirmed(DoorInMemory door, TestCloud.Member whose) {
        var booked = book(here, whose);
        assertThat(booked.status()).isEqualTo(202);
        door.hear(Instant.now());
        door.report();
        assertThat(shown(booked).text("phase")).isEqualTo("confirmed");
        return booked;
    }

    private Reply book(TestCloud.Room room) {
        return book(room, owner);
    }

    private Reply book(TestCloud.Room room, TestCloud.Member whose) {
        return whose.api().post("/api/v1/bookings", wish(room).with("title", "Budget"));
    }

    private Reply move(Reply booked) {
        return move(booked, owner);
    }

    private Reply move(Reply booked, TestCloud.Member by) {
        return by.api().post("/api/v1/bookings/" + booked.text("id") + "/move", wish(there));
    }

    private Json.Obj wish(TestCloud.Room room) {
        return Json.object()
                .with("space", room.space())
                .with("start", start.toString())
                .with("end", start.plus(30, ChronoUnit.MINUTES).toString());
    }

    private Reply shown(Reply booked) {
        return owner.api().get("/api/v1/bookings/" + booked.text("id"));
    }

    private String walkUp(DoorInMemory door) {
        var book = new BookingCommand.Book(cloud.bean(IdSource.class).booking(), SpaceId.of(there.space()),
                Slot.of(start, Duration.ofMinutes(30)), Optional.empty(), Optional.empty(), Origin.DOOR);
        return said(door.touch(book, Instant.now()));
    }

    private static String said(Outcome outcome) {
        return switch (((Outcome.Answered) outcome).answer()) {
            case Answer.Done done -> done.event().slug();
            case Answer.Refused refused -> refused.why().slug();
            case Answer.Waiting _ -> "waits";
        };
    }

    private int open() {
        return cloud.bean(Transactions.class)
                .inTenant(owner.tenantId(),
                        transaction -> transaction.createQuery("SELECT count(*) FROM request").mapTo(Integer.class).one());
    }

    private static BookingId id(Reply booked) {
        return BookingId.of(booked.text("id"));
    }

    private static Optional<String> phase(DoorInMemory door, Reply booked) {
        return door.state().booking(id(booked)).map(booking -> booking.phase().slug());
    }
}
