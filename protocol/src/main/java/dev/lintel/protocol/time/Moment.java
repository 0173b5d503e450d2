package dev.lintel.protocol.time;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// The time as a party believes it, and how far it may be believed. Milliseconds, because every store and message keeps at least these.
public record Moment(Instant now, ClockQuality quality) {

    public Moment {
        now = now.truncatedTo(ChronoUnit.MILLIS);
    }

    /// A moment of a clock that a time server keeps.
    public static Moment synchronised(Instant now) {
        return new Moment(now, new ClockQuality.Synchronised());
    }
}
