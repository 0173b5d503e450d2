package dev.lintel.edge.health;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.presence.Presence;
import dev.lintel.protocol.presence.SensorHealth;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// What is sensed in each room that has sensors, and how these are. Safe for all threads.
@Singleton
final class RoomReports {

    /// @param space its name
    /// @param presence `present`, `absent` or `unknown`
    /// @param sensors by their names
    record Room(String space, String presence, SortedMap<String, SensorHealth> sensors) {}

    private final DoorDesk desk;
    private final DoorClock clock;
    private final PresenceFeed feed;

    RoomReports(DoorDesk desk, DoorClock clock, PresenceFeed feed) {
        this.desk = desk;
        this.clock = clock;
        this.feed = feed;
    }

    /// By their names.
    List<Room> all() {
        Instant now = clock.moment().now();
        return desk.state()
                .map(state -> state.spaces()
                        .sorted(Comparator.comparing(Space::name))
                        .flatMap(space -> feed.presence(space.id(), now).map(seen -> room(space, seen)).stream())
                        .toList())
                .orElse(List.of());
    }

    private static Room room(Space space, Presence seen) {
        return new Room(space.name(), seen.word(), new TreeMap<>(seen.health()));
    }

    /// Sensors whose silence means nothing at present, as sentences.
    List<String> doubtful() {
        return all().stream()
                .flatMap(room -> room.sensors()
                        .entrySet()
                        .stream()
                        .filter(sensor -> sensor.getValue() != SensorHealth.HEALTHY)
                        .map(sensor -> room.space() + " is not given back: its sensor " + sensor.getKey() + " is "
                                + sensor.getValue().word() + "."))
                .toList();
    }
}
