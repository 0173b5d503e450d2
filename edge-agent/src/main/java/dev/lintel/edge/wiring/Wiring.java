package dev.lintel.edge.wiring;

import java.util.List;

/// Everything that is connected to this machine. Made by [WiringReading] only, so every value here has been checked.
public record Wiring(List<Room> rooms) {

    /// A machine with nothing connected.
    public static final Wiring NOTHING = new Wiring(List.of());

    public Wiring {
        rooms = List.copyOf(rooms);
    }

    /// What hangs in and beside one room.
    ///
    /// @param key under which the settings have it
    /// @param space name or id of the space, as the floor's copy will know it
    public record Room(String key, String space, List<SensorWire> sensors) {

        public Room {
            sensors = List.copyOf(sensors);
        }
    }
}
