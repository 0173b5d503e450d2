package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// The place on a floor's calendar before which its door decides and from which the cloud decides.
///
/// A place, not a timer: no clock takes part in the safety argument.
public record Line(Instant at) implements Comparable<Line> {

    /// R15: a floor whose door never had anything to decide: the cloud decides all.
    public static final Line NONE = new Line(Instant.parse("0001-01-01T00:00:00Z"));

    public Line {
        at = at.truncatedTo(ChronoUnit.SECONDS);
    }

    /// R15: where the door decides about one space of this floor.
    public Line of(Optional<Space> space) {
        return space.filter(Space::doorless).isPresent() ? NONE : this;
    }

    /// True where every one of these minutes is the door's.
    boolean before(Slot slot) {
        return !slot.end().isAfter(at);
    }

    /// True where the door decides about what starts then.
    public boolean doorOwns(Instant start) {
        return start.isBefore(at);
    }

    Line max(Line other) {
        return compareTo(other) >= 0 ? this : other;
    }

    @Override
    public int compareTo(Line other) {
        return at.compareTo(other.at);
    }
}
