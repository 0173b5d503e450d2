package dev.lintel.protocol.presence;

import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// How the sensors of one room have agreed with one another so far; [Plausibility] makes the next of it.
///
/// @param sensors by their names
/// @param newestAt of the newest reading
/// @param movedAt when the door last moved
/// @param spell somebody is sensed, or was until a moment ago
public record Accord(Map<String, Repute> sensors, Optional<Instant> newestAt, Optional<Instant> movedAt,
        Optional<Spell> spell) {

    public static final Accord NOTHING = new Accord(Map.of(), Optional.empty(), Optional.empty(), Optional.empty());

    public Accord {
        sensors = Map.copyOf(sensors);
    }

    /// What an earlier run remembered.
    public static Accord remembered(Map<String, Repute> sensors) {
        return new Accord(sensors, Optional.empty(), Optional.empty(), Optional.empty());
    }

    Accord with(String sensor, Repute repute) {
        Map<String, Repute> all = new HashMap<>(sensors);
        all.put(sensor, repute);
        return new Accord(all, newestAt, movedAt, spell);
    }

    Accord with(Map<String, Repute> all) {
        return new Accord(all, newestAt, movedAt, spell);
    }

    Accord with(Optional<Spell> next) {
        return new Accord(sensors, newestAt, movedAt, next);
    }

    Accord at(Instant at) {
        return new Accord(sensors, Optional.of(at), movedAt, spell);
    }

    Accord moved(Instant at) {
        return new Accord(sensors, newestAt, Optional.of(at), spell.map(Spell::doorMoved));
    }

    /// The clock was put back: what was going on cannot be followed, what is thought of the sensors stands.
    Accord interrupted() {
        Map<String, Repute> all = new HashMap<>(sensors);
        all.replaceAll((_, repute) -> repute.unheard());
        return Accord.remembered(all);
    }

    /// Without a sensor that is not listened to any more.
    public Accord without(String sensor) {
        Map<String, Repute> all = new HashMap<>(sensors);
        all.remove(sensor);
        return new Accord(all, newestAt, movedAt, spell);
    }
}
