package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.TestCloud;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
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
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A door of a later version writes more than this cloud understands. The entry is kept as far as it was understood, beside the hash of all of it; what is decided from it later does not stumble over that.
class KeptLogTest {

    private final TestCloud cloud = TestCloud.running();
    private final TestCloud.Member owner = cloud.newTenant();
    private final TestCloud.Room room = cloud.newRoom(owner);
    private final FloorId floor = FloorId.of(room.floor());
    private final IdSource ids = cloud.bean(IdSource.class);
    private final LineDesk desk = cloud.bean(LineDesk.class);
    private final Instant later = Instant.now().truncatedTo(ChronoUnit.SECONDS).plus(3, ChronoUnit.DAYS);
    private final BookingId wished = ids.booking();
    private Entry last;

    @BeforeEach
    void aRestoredCloudHasReadAWishAndTheLastWordOfADoorOfALaterVersion() {
        take(new CloudInput.Restored(ids.operation(), new Generation(ids.next())));
        var wish = new BookingCommand.Book(wished, SpaceId.of(room.space()), Slot.of(later, Duration.ofMinutes(30)),
                Optional.empty(), Optional.empty(), Origin.DOOR);
        var proposed = entry(Mark.START, "a",
                new Body.Proposed(wish, 0, Optional.empty(), Instant.now(), true, Optional.empty()));
        last = entry(new Mark(1, proposed.hash()), "b", new Body.Closed());
        take(arrived(proposed), arrived(last));
    }

    @Test
    void itsWishIsDecidedWhenItsCopyHasCome() {
        var copy = new DoorCopy(1, Line.NONE, Mark.START, new Mark(last.seq(), last.hash()), List.of(), List.of(), Map.of());
        assertThat(take(new CloudInput.CopyOffered(ids.operation(), copy)).last()).isEqualTo(new Outcome.Halted("epoch-ended"));
        isDecided();
    }

    @Test
    void itsWishIsDecidedWhenNobodyWaitsForItsCopy() {
        assertThat(take(new CloudInput.Waived(ids.operation())).last()).isInstanceOf(Outcome.Applied.class);
        isDecided();
    }

    private void isDecided() {
        assertThat(owner.api().get("/api/v1/bookings/" + wished).text("phase")).isEqualTo("confirmed");
        assertThat(take().at().standing()).isInstanceOf(Standing.Ended.class);
    }

    private Entry entry(Mark after, String hash, Body body) {
        var head = new Head(ids.operation(), Optional.empty(), Optional.empty(), false);
        return new Entry(after.seq() + 1, after.hash(), new Hash(hash.repeat(64)), head, body);
    }

    private static CloudInput arrived(Entry entry) {
        return new CloudInput.LogArrived(entry, Moment.synchronised(Instant.now()));
    }

    private LineDesk.Taken take(CloudInput... inputs) {
        return desk.take(owner.tenantId(), floor, List.of(inputs)).orElseThrow();
    }
}
