package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.SensorPump;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.presence.Technology;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;

/// Sensors that exist in memory only and show what they are told to show. From there on they are like all others: the same
/// thread debounces them, repeats them, and notices when they fall silent.
@Singleton
public final class SimulatedSensors {

    /// What is going on in a room that does not exist.
    public enum Scene {
        EMPTY(false, false), OCCUPIED(true, true),
        /// One person who sits still: only the radar sees a chest move.
        STILL(false, true),
        /// Both sensors have lost their power.
        SILENT(false, false);

        private final boolean pir;
        private final boolean radar;

        Scene(boolean pir, boolean radar) {
            this.pir = pir;
            this.radar = radar;
        }

        private Optional<Boolean> seenBy(Technology technology) {
            if (this == SILENT) {
                return Optional.empty();
            }
            return switch (technology) {
                case PIR -> Optional.of(pir);
                case RADAR -> Optional.of(radar);
                // Nobody goes through the door within a scene.
                case DOOR_CONTACT -> Optional.of(false);
            };
        }
    }

    private record Placed(Technology technology, SimulatedInput input) {}

    private final SensorPump pump;
    /// By the name or id of the space, in small letters.
    private final Map<String, List<Placed>> rooms = new ConcurrentHashMap<>();

    SimulatedSensors(SensorPump pump) {
        this.pump = pump;
    }

    /// A sensor of the wiring that is simulated.
    ///
    /// @param space name or id of its room
    public PresenceSensor input(String space, Technology technology) {
        SimulatedInput input = new SimulatedInput();
        rooms.compute(space.toLowerCase(Locale.ROOT), (_, before) -> {
            List<Placed> all = new ArrayList<>(before == null ? List.of() : before);
            all.add(new Placed(technology, input));
            return List.copyOf(all);
        });
        return input;
    }

    /// From now on this goes on in that room.
    ///
    /// @return whether any sensor of it is simulated
    public boolean show(Space space, Scene scene) {
        List<Placed> all = Stream.of(space.name(), space.id().toString())
                .flatMap(name -> rooms.getOrDefault(name.toLowerCase(Locale.ROOT), List.of()).stream())
                .toList();
        all.forEach(placed -> placed.input().show(scene.seenBy(placed.technology())));
        return !all.isEmpty();
    }

    /// Gives a room a PIR and a radar, unless it has sensors already.
    public synchronized void furnish(Space space) {
        boolean furnished = pump.attached()
                .stream()
                .anyMatch(at -> at.space().equalsIgnoreCase(space.name()) || at.space().equals(space.id().toString()));
        if (!furnished) {
            String id = space.id().toString();
            pump.attach(id, "pir", Technology.PIR, input(id, Technology.PIR));
            pump.attach(id, "radar", Technology.RADAR, input(id, Technology.RADAR));
        }
    }
}
