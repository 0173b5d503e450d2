package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.List;

/// How one sensor did over time, from its own readings alone.
///
/// It is asked for one instant after the other and only ever walks forward: a floor of chattering sensors is judged every
/// second on the thread that answers doors, and going through all readings for each instant took that thread seconds.
final class Diagnosis {

    static final Duration MINUTE = Duration.ofSeconds(60);

    private final Thresholds thresholds;
    private final List<Reading> own;
    /// From when on the sensor had been saying what it said, for each reading.
    private final Instant[] sameSince;
    /// How often it had changed, for each reading.
    private final int[] changes;
    /// The last reading up to where this has come, and the first one within the minute before.
    private int last = -1;
    private int withinMinute;

    /// @param own readings of one sensor, in order
    Diagnosis(Thresholds thresholds, List<Reading> own) {
        this.thresholds = thresholds;
        this.own = own;
        this.sameSince = new Instant[own.size()];
        this.changes = new int[own.size()];
        for (int i = 0; i < own.size(); i++) {
            boolean same = i > 0 && own.get(i).active() == own.get(i - 1).active();
            sameSince[i] = same ? sameSince[i - 1] : own.get(i).at();
            changes[i] = i == 0 ? 0 : changes[i - 1] + (same ? 0 : 1);
        }
    }

    Technology technology() {
        return own.getLast().technology();
    }

    /// @param now not before what was asked for last; a sensor that had not spoken by then is stale
    SensorHealth at(Instant now) {
        while (last + 1 < own.size() && !own.get(last + 1).at().isAfter(now)) {
            last++;
        }
        while (withinMinute < own.size() && !own.get(withinMinute).at().isAfter(now.minus(MINUTE))) {
            withinMinute++;
        }
        if (last < 0 || own.get(last).at().plus(thresholds.staleAfter()).isBefore(now)) {
            return SensorHealth.STALE;
        }
        if (changes[last] - changes[Math.min(last, Math.max(0, withinMinute - 1))] > thresholds.chatterPerMinute()) {
            return SensorHealth.CHATTERING;
        }
        boolean active = own.get(last).active();
        Duration unchanged = Duration.between(sameSince[last], now);
        if (active && unchanged.compareTo(thresholds.stuckAfter()) > 0) {
            return SensorHealth.STUCK;
        }
        return !active && unchanged.compareTo(thresholds.deadAfter()) > 0 ? SensorHealth.DEAD : SensorHealth.HEALTHY;
    }

    /// When a reading of that time can turn into another health without any further reading.
    static List<Instant> turnsAfter(Thresholds thresholds, Instant reading) {
        return List.of(reading.plus(thresholds.staleAfter()).plusMillis(1), reading.plus(thresholds.stuckAfter()).plusMillis(1),
                reading.plus(thresholds.deadAfter()).plusMillis(1), reading.plus(MINUTE));
    }
}
