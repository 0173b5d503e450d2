package dev.lintel.protocol.time;

import java.time.Duration;
import java.time.Instant;

/// How far a door may trust its own clock.
///
/// ```
/// Synchronised ── reboot, battery clock ──► RealTimeClock
///      │  └────── time server lost ───────► HoldOver (grows by 50 ppm)
///      └───────── reboot, no clock ───────► Restored ── step over 5 min ──► Bad
/// ```
public sealed interface ClockQuality {

    /// Set by a time server since this boot.
    record Synchronised() implements ClockQuality {}

    /// Read from a battery-backed clock at boot, not yet confirmed by a time server.
    record RealTimeClock(Duration sinceSet) implements ClockQuality {}

    /// Was synchronised since this boot, the server is gone since then.
    record HoldOver(Duration since) implements ClockQuality {}

    /// Only the last time kept on disk is known: now is that or later, nobody knows how much.
    record Restored(Instant lastKnownAt) implements ClockQuality {}

    /// Stepped by more than five minutes without a time server, or lies before the day of the build.
    record Bad() implements ClockQuality {}

    /// Crystals of the boards in question stay within 50 parts in a million.
    double DRIFT = 50e-6;

    /// How wrong the clock may be; a year stands for "nobody knows".
    default Duration uncertainty() {
        return switch (this) {
            case Synchronised _ -> Duration.ofSeconds(1);
            case RealTimeClock clock -> Duration.ofSeconds(5).plus(drift(clock.sinceSet()));
            case HoldOver clock -> Duration.ofSeconds(1).plus(drift(clock.since()));
            case Restored _,Bad _ -> Duration.ofDays(365);
        };
    }

    /// Walk-ups, extensions and whatever else is relative to now.
    default boolean permitsNow() {
        return uncertainty().compareTo(Duration.ofSeconds(60)) < 0;
    }

    /// A release takes a room away from somebody, so it asks for more. It is skipped, never guessed.
    default boolean permitsRelease() {
        return uncertainty().compareTo(Duration.ofSeconds(30)) < 0;
    }

    private static Duration drift(Duration elapsed) {
        return Duration.ofMillis((long) (elapsed.toMillis() * DRIFT));
    }
}
