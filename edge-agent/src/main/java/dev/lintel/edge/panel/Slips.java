package dev.lintel.edge.panel;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.RoomShown.UndoShown;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Optional;

/// Touches of the last seconds, so that a slip of the finger can be taken back. Kept in memory only: what nobody took back
/// before a restart stands.
@Singleton
final class Slips {

    /// What a screen offers; the rules take it a little longer, so that a touch at the last moment is not refused.
    static final Duration OFFERED = Duration.ofSeconds(5);
    private static final int KEPT = 256;

    private final Deque<Slip> recent = new ArrayDeque<>();

    /// One touch with what it changed.
    record Slip(OperationId operation, SpaceId space, Optional<Booking> before, Booking after, String event, Instant at) {

        BookingCommand takenBack() {
            return BookingCommand.TakeBack.of(before, after, at);
        }
    }

    /// True for what can be taken back within seconds. A release has its own minutes, and what was taken back stays so.
    static boolean takesBack(BookingEvent event) {
        return switch (event) {
            case BookingEvent.Booked _,BookingEvent.CheckedIn _,BookingEvent.Ended _,BookingEvent.Cancelled _,BookingEvent.Extended _,BookingEvent.Shortened _,BookingEvent.StartedEarly _ ->
                true;
            case BookingEvent.Moved _,BookingEvent.Released _,BookingEvent.ReleaseUndone _,BookingEvent.Revived _,BookingEvent.TakenBack _,BookingEvent.Held _,BookingEvent.Departed _ ->
                false;
        };
    }

    synchronized void add(Slip slip) {
        if (recent.stream().anyMatch(known -> known.operation().equals(slip.operation()))) {
            return;
        }
        recent.addFirst(slip);
        if (recent.size() > KEPT) {
            recent.removeLast();
        }
    }

    synchronized Optional<Slip> of(OperationId operation, Instant now) {
        return recent.stream().filter(slip -> slip.operation().equals(operation) && fresh(slip, now)).findFirst();
    }

    /// The last one about a booking.
    synchronized Optional<Slip> of(BookingId booking, Instant now) {
        return recent.stream().filter(slip -> slip.after().id().equals(booking) && fresh(slip, now)).findFirst();
    }

    private static boolean fresh(Slip slip, Instant now) {
        return now.isBefore(slip.at().plus(Limits.UNDO_TOUCH));
    }

    synchronized void settled(OperationId operation) {
        recent.removeIf(slip -> slip.operation().equals(operation));
    }

    /// What the panels of a room offer to take back, latest first.
    synchronized List<UndoShown> shown(SpaceId space, Instant now) {
        return recent.stream()
                .filter(slip -> slip.space().equals(space) && now.isBefore(slip.at().plus(OFFERED)))
                .map(slip -> new UndoShown(slip.operation(), slip.after().id(), slip.event(), slip.at().plus(OFFERED)))
                .toList();
    }
}
