package dev.lintel.edge.wiring;

import dev.lintel.protocol.booking.Space;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Everything that is connected to this machine. Made by [WiringReading] only, so every value here has been checked.
///
/// @param screen the touchscreen of this machine, if its light is to be dimmed
/// @param script what simulated sensors are to see, if that was written down
/// @param simulated rooms without sensors get some that exist in memory only; only where nothing real is connected
/// @param rehearsal no-shows are decided within seconds; only where nothing real is connected
public record Wiring(List<Room> rooms, Optional<ScreenWire> screen, Optional<Path> script, boolean simulated,
        boolean rehearsal) {

    /// A machine with nothing connected.
    public static final Wiring NOTHING = new Wiring(List.of(), Optional.empty(), Optional.empty(), false, false);

    public Wiring {
        rooms = List.copyOf(rooms);
    }

    /// What hangs in and beside one room.
    ///
    /// @param key under which the settings have it
    /// @param space name or id of the space, as the floor's copy will know it
    public record Room(String key, String space, List<SensorWire> sensors, Optional<LightWire> light, ReleaseMode release) {

        public Room {
            sensors = List.copyOf(sensors);
        }

        /// Whether it is about that space.
        public boolean is(Space known) {
            return space.equalsIgnoreCase(known.name()) || space.equals(known.id().toString());
        }
    }

    /// A space that nothing is written about is given back like any other, if it has sensors. One that is written about
    /// twice, by its name and by its id, is what the more cautious of the two says.
    public ReleaseMode release(Space space) {
        return rooms(space).stream().map(Room::release).max(Comparator.naturalOrder()).orElse(ReleaseMode.ON);
    }

    /// What is written about that space; more than one only by mistake.
    public List<Room> rooms(Space space) {
        return rooms.stream().filter(room -> room.is(space)).toList();
    }
}
