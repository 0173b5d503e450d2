package dev.lintel.protocol.presence;

import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// What one sensor said without falling silent, as far as it tells whether to believe it.
///
/// @param readings its changes within the last minute, what it said before them, and its last word; in order
public record Lately(List<Reading> readings) {

    static final Lately NOTHING = new Lately(List.of());

    /// Who has changed so often within a minute chatters, however much oftener.
    private static final int SPARE = 4;

    public Lately {
        readings = List.copyOf(readings);
    }

    /// One more word. What comes after a silence, or from before what was said already, begins anew.
    Lately and(Reading next, Thresholds thresholds) {
        if (!goesOnWith(next, thresholds)) {
            return new Lately(List.of(next));
        }
        List<Reading> all = new ArrayList<>(readings);
        if (all.size() > 1 && all.getLast().active() == all.get(all.size() - 2).active()) {
            all.removeLast();
        }
        all.add(next);
        Instant minute = next.at().minus(Diagnosis.MINUTE);
        while (all.size() > 2 && (!all.get(1).at().isAfter(minute) || all.size() > thresholds.chatterPerMinute() + SPARE)) {
            all.removeFirst();
        }
        return new Lately(all);
    }

    /// Whether it was heard all the time from what it said last until this.
    boolean goesOnWith(Reading next, Thresholds thresholds) {
        return at().filter(at -> !at.isAfter(next.at()) && !at.isBefore(next.at().minus(thresholds.staleAfter()))).isPresent();
    }

    /// When it last spoke.
    Optional<Instant> at() {
        return readings.isEmpty() ? Optional.empty() : Optional.of(readings.getLast().at());
    }

    /// From when on it has been seeing somebody.
    Optional<Instant> seesSince() {
        Optional<Instant> since = Optional.empty();
        for (Reading reading : readings.reversed()) {
            if (!reading.active()) {
                return since;
            }
            since = Optional.of(reading.at());
        }
        return since;
    }

    /// How long it has been seeing somebody.
    Duration seesFor(Instant now) {
        return seesSince().map(since -> Duration.between(since, now)).orElse(Duration.ZERO);
    }

    SensorHealth health(Thresholds thresholds, Instant now) {
        return new Diagnosis(thresholds, readings).at(now);
    }
}
