package dev.lintel.edge.presence;

import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Accord;
import dev.lintel.protocol.presence.Doubt;
import dev.lintel.protocol.presence.Evidence;
import dev.lintel.protocol.presence.Fusion;
import dev.lintel.protocol.presence.Plausibility;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Thresholds;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;

/// The readings of this floor's sensors, room by room.
@Singleton
public final class PresenceFeed {

    /// Longer than the evidence of any no-show: five minutes before the start, the grace, and one snooze.
    private static final Duration KEPT = Duration.ofHours(1);
    /// A chattering sensor is bounded by number instead: at thirty changes a minute, twenty minutes of it.
    private static final int READINGS_PER_SENSOR = 600;
    public static final int SENSORS_PER_SPACE = 8;
    private static final Duration NAMED_EVERY = Duration.ofSeconds(1);

    private final Fusion fusion;
    private final Plausibility plausibility;
    private final Map<SpaceId, Map<String, Deque<Reading>>> rooms = new ConcurrentHashMap<>();
    private final Map<SpaceId, Instant> noticed = new ConcurrentHashMap<>();
    /// Names that nothing goes by any more.
    private final Map<SpaceId, Set<String>> retired = new ConcurrentHashMap<>();
    /// How the sensors of each room agree with one another, over longer than their readings are kept.
    private final Map<SpaceId, Accord> accords;
    private final List<Consumer<SpaceId>> watchers = new CopyOnWriteArrayList<>();

    PresenceFeed(Thresholds thresholds, ReputeStore store) {
        this.fusion = new Fusion(thresholds);
        this.plausibility = new Plausibility(thresholds);
        this.accords = new ConcurrentHashMap<>(store.remembered());
    }

    /// Has rooms named in which somebody begins to be sensed, on the thread that reported it; whoever is told returns at
    /// once. A room is named once a second at most, however its sensors chatter.
    public void onSign(Consumer<SpaceId> watcher) {
        watchers.add(watcher);
    }

    /// Takes one reading in. A ninth sensor of one room is not listened to.
    public void report(SpaceId space, Reading reading) {
        if (!taken(space, reading)) {
            return;
        }
        accords.compute(space, (_, before) -> plausibility.heard(before == null ? Accord.NOTHING : before, reading));
        if (reading.active()) {
            Instant last = noticed.get(space);
            if (last == null || Duration.between(last, reading.at()).abs().compareTo(NAMED_EVERY) >= 0) {
                noticed.put(space, reading.at());
                watchers.forEach(watcher -> watcher.accept(space));
            }
        }
    }

    private boolean taken(SpaceId space, Reading reading) {
        Map<String, Deque<Reading>> sensors = rooms.computeIfAbsent(space, id -> new ConcurrentHashMap<>());
        if (!sensors.containsKey(reading.sensor()) && sensors.size() >= SENSORS_PER_SPACE) {
            forgetRetired(space, sensors, reading.at());
            if (sensors.size() >= SENSORS_PER_SPACE) {
                return false;
            }
        }
        retired.computeIfPresent(space, (_, gone) -> without(gone, reading.sensor()));
        // In one step with what forgets it, or a word could go into what has just been forgotten.
        sensors.compute(reading.sensor(), (_, before) -> {
            Deque<Reading> own = before == null ? new ArrayDeque<>() : before;
            synchronized (own) {
                own.add(reading);
                trim(own, reading.at());
            }
            return own;
        });
        return true;
    }

    /// A sensor of this name is listened to no more. What it has said stands, and soon its silence is believed no more: a room
    /// whose sensor was taken away is kept, until another takes the place.
    public void retire(SpaceId space, String sensor) {
        retired.computeIfAbsent(space, _ -> ConcurrentHashMap.newKeySet()).add(sensor);
    }

    private static Set<String> without(Set<String> names, String name) {
        names.remove(name);
        return names;
    }

    /// A satellite that was renamed leaves its old name behind. One that merely fell silent is not forgotten: that it should be
    /// heard and is not keeps its room.
    private void forgetRetired(SpaceId space, Map<String, Deque<Reading>> sensors, Instant now) {
        Instant from = now.minus(KEPT);
        Set<String> gone = retired.getOrDefault(space, Set.of());
        for (String name : Set.copyOf(gone)) {
            sensors.computeIfPresent(name, (_, own) -> {
                synchronized (own) {
                    if (!own.isEmpty() && !own.getLast().at().isBefore(from)) {
                        return own;
                    }
                }
                gone.remove(name);
                accords.computeIfPresent(space, (_, accord) -> accord.without(name));
                return null;
            });
        }
    }

    /// Somebody at the door of a room has said that they are there.
    public void people(SpaceId space, Instant at) {
        accords.computeIfPresent(space, (_, before) -> plausibility.people(before, at));
    }

    /// Drops what is old, but keeps from when on the sensor has been saying what it says.
    private static void trim(Deque<Reading> own, Instant now) {
        Instant from = now.minus(KEPT);
        while (own.size() > 2 && (own.size() > READINGS_PER_SENSOR || own.peekFirst().at().isBefore(from))) {
            Reading first = own.pollFirst();
            Reading second = own.peekFirst();
            if (second != null && second.active() == first.active()) {
                // The same run goes on: its beginning takes the place of one repetition.
                own.pollFirst();
                boolean onlyRun = own.stream().allMatch(reading -> reading.active() == first.active());
                if (onlyRun || own.size() <= READINGS_PER_SENSOR / 2) {
                    own.addFirst(first);
                    return;
                }
            }
        }
    }

    /// Everything kept about a room, in no order.
    public List<Reading> readings(SpaceId space) {
        List<Reading> all = new ArrayList<>();
        rooms.getOrDefault(space, Map.of()).values().forEach(own -> {
            synchronized (own) {
                all.addAll(own);
            }
        });
        return all;
    }

    /// Rooms that a sensor has ever reported about.
    public Set<SpaceId> spaces() {
        return Set.copyOf(rooms.keySet());
    }

    /// What the sensors of a room say at that moment; empty for a room without any.
    public Optional<Presence> presence(SpaceId space, Instant now) {
        List<Reading> readings = readings(space);
        return readings.isEmpty()
                ? Optional.empty()
                : Optional.of(fusion.at(readings, plausibility.doubted(accord(space), now, now), now));
    }

    /// What the sensors of a room can say about the whole time from then until now.
    public Evidence evidence(SpaceId space, Instant from, Instant now) {
        return fusion.evidence(readings(space), plausibility.doubted(accord(space), from, now), from, now);
    }

    /// Why sensors of a room are doubted that look healthy by themselves.
    public Map<String, Doubt> doubts(SpaceId space, Instant now) {
        return plausibility.doubts(accord(space), now);
    }

    private Accord accord(SpaceId space) {
        return accords.getOrDefault(space, Accord.NOTHING);
    }

    /// What is thought of each room's sensors.
    public Map<SpaceId, Accord> accords() {
        return Map.copyOf(accords);
    }
}
