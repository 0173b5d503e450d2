package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import java.util.Optional;

/// R13: after force confirmed can clash, and whoever loses is recorded. What this says of a step in which nothing was recorded.
///
/// It looks at rows before and after and at the entry between them, never at how the rules came to it.
final class Taken {

    private final WorldState before;
    private final WorldState after;

    private Taken(WorldState before, WorldState after) {
        this.before = before;
        this.after = after;
    }

    static Optional<String> unrecorded(WorldState before, WorldState after) {
        Taken step = new Taken(before, after);
        return step.fromTheCloud().or(step::fromTheDoor);
    }

    /// What the cloud had confirmed, and neither somebody's wish nor a decision that was made of it has changed.
    private Optional<String> fromTheCloud() {
        return before.ledger()
                .bookings()
                .filter(was -> was.phase().decided() && !stands(was) && !wished(was) && !madeOf(was) && !forgotten(was))
                .findFirst()
                .map(was -> "taken from the cloud, and nobody was told: " + World.words(was) + after.ledger()
                        .booking(was.id())
                        .map(is -> " became " + World.words(is))
                        .orElse(" is gone"));
    }

    /// What the door had confirmed, and the cloud has read and left aside.
    private Optional<String> fromTheDoor() {
        return read().filter(_ -> !doubting())
                .filter(entry -> before.ledger()
                        .answer(entry.head().operation())
                        .filter(answer -> !(answer instanceof Answer.Waiting))
                        .isEmpty())
                .flatMap(entry -> WorldState.decided(entry).findFirst())
                .filter(told -> told.phase().decided() && !stands(told))
                .map(told -> "taken from the door, and nobody was told: " + World.words(told));
    }

    private boolean stands(Booking was) {
        return after.ledger()
                .booking(was.id())
                .filter(is -> is.phase().decided() && is.space().equals(was.space()) && is.slot().equals(was.slot()))
                .isPresent();
    }

    /// Somebody asked for it, and the cloud has decided that in this very step.
    private boolean wished(Booking was) {
        boolean asked = before.used() != after.used() || read()
                .filter(entry -> entry.body() instanceof Body.Proposed proposed
                        && proposed.command().booking().equals(was.id()))
                .isPresent();
        return asked && after.ledger().booking(was.id()).filter(is -> is.version() > was.version()).isPresent();
    }

    private boolean madeOf(Booking was) {
        return read().filter(entry -> WorldState.decided(entry)
                .anyMatch(told -> told.id().equals(was.id()) && told.version() > was.version()
                        && window(entry, told).equals(was.slot())))
                .isPresent();
    }

    /// The window that was decided about.
    private static Slot window(Entry entry, Booking told) {
        BookingEvent event = switch (entry.body()) {
            case Body.Happened happened -> happened.event();
            case Body.Accepted accepted -> accepted.event();
            default -> throw new IllegalStateException("no decision: " + entry.body());
        };
        return switch (event) {
            case BookingEvent.Moved(Slot from) -> from;
            case BookingEvent.Extended(Slot from) -> from;
            case BookingEvent.Shortened(Slot from) -> from;
            case BookingEvent.Ended(Slot from) -> from;
            case BookingEvent.StartedEarly(Slot from) -> from;
            case BookingEvent.TakenBack(Slot from) -> from;
            default -> told.slot();
        };
    }

    /// R16: a cloud that has forgotten takes over what it is told, and lets a row of its own wait for the copy; what a copy has decided later may have been made of it.
    private boolean forgotten(Booking was) {
        boolean copied = before.cloud().at().epoch() != after.cloud().at().epoch();
        return (doubting() || copied) && after.ledger()
                .booking(was.id())
                .filter(is -> is.phase() instanceof Phase.Requested
                        || (is.version() > was.version() && !(is.phase() instanceof Phase.Declined)))
                .isPresent();
    }

    private boolean doubting() {
        return before.cloud().at().standing() instanceof Standing.Doubting;
    }

    /// The entry of the door that the cloud has read in this step.
    private Optional<Entry> read() {
        long next = before.cloud().at().log().seq();
        boolean one = before.cloud().at().epoch() == after.cloud().at().epoch() && after.cloud().at().log().seq() == next + 1;
        return one ? Optional.of(before.log().get((int) next)) : Optional.empty();
    }
}
