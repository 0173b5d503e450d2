package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.IdSource;
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

    private LineDesk.Taken take(CloudInput... inputs) {
        return desk.take(owner.tenantId(), floor, List.of(inputs)).orElseThrow();
    }

    private int book(TestCloud.Room room) {
        return owner.api()
                .post("/api/v1/bookings", Json.object()
                        .with("space", room.space())
                        .with("start", slot.start().toString())
                        .with("end", slot.end().toString()))
                .status();
    }

    private Booking booking(TestCloud.Room room) {
        return new Booking(ids.booking(), SpaceId.of(room.space()), slot, 1, Optional.empty(), Optional.empty(), Origin.DOOR,
                Instant.now(), new Phase.Confirmed());
    }

    private Entry entry(Mark after, TestCloud.Room room) {
        var theirs = booking(room);
        var head = new Head(ids.operation(), Optional.of(theirs.space()), Optional.of(slot), false);
        var body = new Body.Happened(new BookingEvent.Booked(), theirs, Optional.empty());
        Hash hash = new Sha256Chain().link(after.hash(), after.seq() + 1, head, body);
        return new Entry(after.seq() + 1, after.hash(), hash, head, body);
    }

    private static CloudInput arrived(Entry entry) {
        return new CloudInput.LogArrived(entry, Moment.synchronised(Instant.now()));
    }
}
