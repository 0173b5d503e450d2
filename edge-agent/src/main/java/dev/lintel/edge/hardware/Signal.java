package dev.lintel.edge.hardware;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.line.DoorState;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// The four things a light can say. Each has a second cue beside its colour, because colours alone do not reach everybody;
/// [Glow] has both.
public enum Signal {

    /// Steady.
    FREE,
    /// Slow pulse.
    CHECK_IN,
    /// Fast pulse.
    BUSY,
    /// Out.
    CLOSED;

    /// What the light beside a space says at an instant.
    static Signal of(DoorState state, Space space, Instant now) {
        if (space.closed().isPresent()) {
            return CLOSED;
        }
        Duration opens = space.policy().checkInOpens();
        Optional<Booking> next = state.holding(space.id(), Slot.of(now, opens.plusSeconds(1))).stream().findFirst();
        if (next.isEmpty()) {
            return FREE;
        }
        Booking booking = next.get();
        if (booking.phase() instanceof Phase.CheckedIn) {
            return booking.slot().contains(now) ? BUSY : FREE;
        }
        return CHECK_IN;
    }

    public String word() {
        return switch (this) {
            case FREE -> "free";
            case CHECK_IN -> "check-in";
            case BUSY -> "busy";
            case CLOSED -> "closed";
        };
    }
}
