package dev.lintel.protocol.booking;

import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// A piece of a calendar: start inclusive, end exclusive, in whole seconds.
///
/// Whole seconds, because both parties hash slots and their databases keep fractions differently.
public record Slot(Instant start, Instant end) {

    public Slot {
        start = start.truncatedTo(ChronoUnit.SECONDS);
        end = end.truncatedTo(ChronoUnit.SECONDS);
        if (!start.isBefore(end)) {
            throw new IllegalArgumentException("a slot ends after it starts");
        }
    }

    public static Slot of(Instant start, Duration length) {
        return new Slot(start, start.plus(length));
    }

    public boolean overlaps(Slot other) {
        return start.isBefore(other.end) && other.start.isBefore(end);
    }

    public boolean contains(Instant instant) {
        return !instant.isBefore(start) && instant.isBefore(end);
    }

    /// True where every minute of the other slot lies in this one.
    public boolean covers(Slot other) {
        return !other.start.isBefore(start) && !other.end.isAfter(end);
    }

    public Duration length() {
        return Duration.between(start, end);
    }

    public Slot endingAt(Instant newEnd) {
        return new Slot(start, newEnd);
    }

    @Override
    public String toString() {
        return start + "/" + end;
    }
}
