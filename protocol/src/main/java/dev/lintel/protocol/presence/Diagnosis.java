package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How a sensor does, from its own readings alone.
final class Diagnosis {

    private static final Duration MINUTE = Duration.ofSeconds(60);

    private final Thresholds thresholds;

    Diagnosis(Thresholds thresholds) {
        this.thresholds = thresholds;
    }

    /// @param own readings of one sensor up to now, in order; at least one
    SensorHealth of(List<Reading> own, Instant now) {
        Reading last = own.getLast();
        if (last.at().plus(thresholds.staleAfter()).isBefore(now)) {
            return SensorHealth.STALE;
        }
        if (changes(own, now.minus(MINUTE)) > thresholds.chatterPerMinute()) {
            return SensorHealth.CHATTERING;
        }
        Duration unchanged = Duration.between(sameSince(own), now);
        if (last.active() && unchanged.compareTo(thresholds.stuckAfter()) > 0) {
            return SensorHealth.STUCK;
        }
        return !last.active() && unchanged.compareTo(thresholds.deadAfter()) > 0 ? SensorHealth.DEAD : SensorHealth.HEALTHY;
    }

    /// When a reading of that time can turn into another health without any further reading.
    List<Instant> turnsAfter(Instant reading) {
        return List.of(reading.plus(thresholds.staleAfter()).plusMillis(1), reading.plus(thresholds.stuckAfter()).plusMillis(1),
                reading.plus(thresholds.deadAfter()).plusMillis(1), reading.plus(MINUTE));
    }

    private static long changes(List<Reading> own, Instant since) {
        long count = 0;
        for (int i = own.size() - 1; i > 0 && own.get(i).at().isAfter(since); i--) {
            count += own.get(i).active() != own.get(i - 1).active() ? 1 : 0;
        }
        return count;
    }

    private static Instant sameSince(List<Reading> own) {
        int first = own.size() - 1;
        while (first > 0 && own.get(first - 1).active() == own.get(first).active()) {
            first--;
        }
        return own.get(first).at();
    }
}
