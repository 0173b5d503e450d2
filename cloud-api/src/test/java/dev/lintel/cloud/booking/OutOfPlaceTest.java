package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.DoorCopy;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Sha256Chain;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// An agent that somebody has taken over speaks of a room on another floor: neither its log nor its copy reaches there.
class OutOfPlaceTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room here = cloud.newRoom(owner);
    private final TestCloud.Room elsewhere = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(here.floor());
    private final IdSource ids = cloud.bean(IdSource.class);
    private final LineDesk desk = cloud.bean(LineDesk.class);
    private final Slot slot = Slot.of(Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(3, ChronoUnit.DAYS),
            Duration.ofMinutes(30));

    @Test
    void whatADoorWritesAboutARoomOfAnotherFloorIsDroppedAndItsLogGoesOn() {
        var first = entry(Mark.START, elsewhere);
        var second = entry(new Mark(first.seq(), first.hash()), here);

        var taken = take(arrived(first), arrived(second));

        assertThat(taken.outcomes()).allSatisfy(outcome -> assertThat(outcome).isInstanceOf(Outcome.Applied.class));
        assertThat(taken.at().log()).isEqualTo(new Mark(second.seq(), second.hash()));
        assertThat(owner.api().get("/api/v1/alarms").body()).contains("\"kind\":\"out-of-place\"");
        assertThat(book(elsewhere)).isEqualTo(201);
        assertThat(book(here)).isEqualTo(409);
    }

    @Test
    void whatADoorsCopyHoldsOfAnotherFloorIsNotTakenOver() {
        take(new CloudInput.Restored(ids.operation(), new Generation(ids.next())));
        var copy = new DoorCopy(1, Line.NONE, Mark.START, Mark.START, List.of(), List.of(booking(elsewhere), booking(here)),
                Map.of());

        var taken = take(new CloudInput.CopyOffered(ids.operation(), copy));

        assertThat(taken.last()).isInstanceOf(Outcome.Applied.class);
        assertThat(book(elsewhere)).isEqualTo(201);
        assertThat(book(here)).isEqualTo(409);
    }

    /// Whichever room it names.
    @Test
    void ofABookingOfAnotherFloorADoorsWordIsNeitherToldNorInItsTrail() {
        var standing = booked(elsewhere);
        long before = linesAbout(standing);
        var gone = new Phase.Cancelled(Instant.now());
        var first = entry(Mark.START, cancelled(standing, elsewhere, gone));
        var second = entry(mark(first), cancelled(standing, here, gone));
        var third = entry(mark(second), new Body.Declined(standing, new Rejection.NotAllowed()), ids.operation());

        take(arrived(first), arrived(second), arrived(third));
        take(new CloudInput.LateArrived(1, entry(mark(third),
                new Body.Accepted(new BookingEvent.Booked(), booking(standing, here, gone)), ids.operation()), now()));

        assertThat(phase(standing)).isEqualTo("confirmed");
        assertThat(linesAbout(standing)).isEqualTo(before);
        assertThat(count("SELECT count(*) FROM notice WHERE booking_id = ?", standing)).isZero();
    }

    @Test
    void aDoorThatDeclinesAnotherFloorsBookingInAnswerToItsOwnRequestDeclinesThatRequest() {
        var soon = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(2, ChronoUnit.HOURS);
        var standing = booked(elsewhere);
        var _ = new DoorInMemory(cloud, owner, here);
        var asked = owner.api().post("/api/v1/bookings", wish(here, Slot.of(soon, Duration.ofMinutes(30))));
        assertThat(asked.status()).isEqualTo(202);
        var operation = OperationId.of(asked.header("operation-id"));

        take(arrived(entry(Mark.START, new Body.Declined(standing, new Rejection.NotAllowed()), operation)));

        assertThat(phase(standing)).isEqualTo("confirmed");
        assertThat(count("SELECT count(*) FROM booking WHERE floor_id = '" + elsewhere.floor() + "' AND id = ?", standing))
                .isEqualTo(1);
        assertThat(phase(BookingId.of(asked.text("id")))).isEqualTo("declined");
    }

    /// Operation ids are no secret: they stand in records and replies.
    @Test
    void aDoorThatSpeaksUnderAnotherFloorsOperationChangesNoAnswerThereAndIsToldNone() {
        var asked = owner.api().post("/api/v1/bookings", wish(elsewhere, slot));
        var operation = OperationId.of(asked.header("operation-id"));
        var answered = answer(operation);
        var own = booking(here);
        var first = entry(Mark.START, new Body.Happened(new BookingEvent.Booked(), own, Optional.empty()), operation);
        var second = entry(mark(first), new Body.Declined(own.id(), new Rejection.NotAllowed()), operation);
        var third = entry(mark(second), new Body.Proposed(new BookingCommand.Cancel(own.id()), 1, Optional.empty(),
                Instant.now(), true, Optional.empty()), operation);

        take(arrived(first), arrived(second), arrived(third));

        assertThat(answer(operation)).isEqualTo(answered);
        assertThat(phase(own.id())).as("what it decided about its own room").isEqualTo("confirmed");
        assertThat(fed()).as("what it is told about it").noneMatch(body -> body.contains(asked.text("id")));
        assertThat(alarms()).isEqualTo(1);
    }

    private String answer(OperationId operation) {
        return cloud.bean(Transactions.class)
                .<String>inTenant(owner.tenantId(),
                        transaction -> transaction.select("SELECT body FROM answer WHERE op = ?", operation.value())
                                .mapTo(String.class)
                                .one());
    }

    private List<String> fed() {
        return cloud.bean(Transactions.class)
                .<List<String>>inTenant(owner.tenantId(),
                        transaction -> transaction.select("SELECT body FROM feed WHERE floor_id = ?", floor.value())
                                .mapTo(String.class)
                                .list());
    }

    /// Neither with a batch of its log nor with its copy, and a copy that is offered again raises none.
    @Test
    void howeverMuchADoorTellsOfOtherFloorsAtOnceItRaisesOneAlarm() {
        var first = entry(Mark.START, elsewhere);
        var taken = take(arrived(first), arrived(entry(mark(first), elsewhere)));
        assertThat(alarms()).isEqualTo(1);
        assertThat(taken.effects()).hasSize(1);

        take(new CloudInput.Restored(ids.operation(), new Generation(ids.next())));
        var copy = new DoorCopy(1, Line.NONE, Mark.START, Mark.START, List.of(),
                List.of(booking(elsewhere), booking(elsewhere), booking(elsewhere)), Map.of());
        assertThat(take(new CloudInput.CopyOffered(ids.operation(), copy)).last()).isInstanceOf(Outcome.Repeated.class);
        assertThat(alarms()).as("its log is behind, so it is not looked at").isEqualTo(1);
        var whole = new DoorCopy(1, Line.NONE, Mark.START, taken.at().log(), List.of(), copy.bookings(), Map.of());
        assertThat(take(new CloudInput.CopyOffered(ids.operation(), whole)).last()).isInstanceOf(Outcome.Applied.class);
        assertThat(alarms()).isEqualTo(2);
    }

    private long alarms() {
        return cloud.bean(Transactions.class)
                .<Long>inTenant(owner.tenantId(),
                        transaction -> transaction.createQuery("SELECT count(*) FROM alarm WHERE kind = 'out-of-place'")
                                .mapTo(Long.class)
                                .one());
    }

    private BookingId booked(TestCloud.Room room) {
        return BookingId.of(owner.api().post("/api/v1/bookings", wish(room, slot)).text("id"));
    }

    private String phase(BookingId booking) {
        return owner.api().get("/api/v1/bookings/" + booking).text("phase");
    }

    private long linesAbout(BookingId booking) {
        return count("SELECT count(*) FROM audit WHERE subject = 'booking:' || cast(? AS text)", booking);
    }

    private long count(String sql, BookingId booking) {
        return cloud.bean(Transactions.class)
                .<Long>inTenant(owner.tenantId(),
                        transaction -> transaction.select(sql, booking.value()).mapTo(Long.class).one());
    }

    private Body cancelled(BookingId id, TestCloud.Room room, Phase gone) {
        return new Body.Happened(new BookingEvent.Cancelled(), booking(id, room, gone), Optional.empty());
    }

    private static Mark mark(Entry entry) {
        return new Mark(entry.seq(), entry.hash());
    }

    private static Moment now() {
        return Moment.synchronised(Instant.now());
    }

    private LineDesk.Taken take(CloudInput... inputs) {
        return desk.take(owner.tenantId(), floor, List.of(inputs)).orElseThrow();
    }

    private int book(TestCloud.Room room) {
        return owner.api().post("/api/v1/bookings", wish(room, slot)).status();
    }

    private static Json.Obj wish(TestCloud.Room room, Slot slot) {
        return Json.object()
                .with("space", room.space())
                .with("start", slot.start().toString())
                .with("end", slot.end().toString());
    }

    private Booking booking(TestCloud.Room room) {
        return booking(ids.booking(), room, new Phase.Confirmed());
    }

    private Booking booking(BookingId id, TestCloud.Room room, Phase phase) {
        return new Booking(id, SpaceId.of(room.space()), slot, 1, Optional.empty(), Optional.empty(), Origin.DOOR,
                Instant.now(), phase);
    }

    private Entry entry(Mark after, TestCloud.Room room) {
        return entry(after, new Body.Happened(new BookingEvent.Booked(), booking(room), Optional.empty()));
    }

    private Entry entry(Mark after, Body body) {
        return entry(after, body, ids.operation());
    }

    private static Entry entry(Mark after, Body body, OperationId operation) {
        var head = new Head(operation, Optional.empty(), Optional.empty(), false);
        Hash hash = new Sha256Chain().link(after.hash(), after.seq() + 1, head, body);
        return new Entry(after.seq() + 1, after.hash(), hash, head, body);
    }

    private static CloudInput arrived(Entry entry) {
        return new CloudInput.LogArrived(entry, now());
    }
}
