package dev.lintel.edge.panel;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where the doors of the floor are, for "the nearest free room". Without the file no room is nearer than another.
///
/// One line for each door in `floor-map.json`: metres from any corner of the floor, and which way one looks when standing
/// before the panel (0 is along x, 90 along y).
@Singleton
final class FloorMap {

    static final String FILE = "floor-map.json";
    private static final Logger LOG = LoggerFactory.getLogger(FloorMap.class);
    private static final int FILE_LIMIT_BYTES = 64 * 1024;
    private static final int DOORS_LIMIT = 500;
    /// Closer than this is the next door.
    private static final int NEXT_DOOR_METRES = 5;

    private record Door(double x, double y, double looking) {}

    private final Map<SpaceId, Door> doors;

    FloorMap(DataFolder folder) {
        this.doors = read(folder.resolve(FILE));
    }

    private static Map<SpaceId, Door> read(Path file) {
        Map<SpaceId, Door> doors = new HashMap<>();
        try {
            if (Files.exists(file) && Files.size(file) <= FILE_LIMIT_BYTES) {
                Json.Obj whole = (Json.Obj) Json.parse(Files.readString(file));
                Json.Arr entries = (Json.Arr) whole.fields().getOrDefault("doors", new Json.Arr(List.of()));
                for (Json entry : entries.items()) {
                    if (entry instanceof Json.Obj door && door.fields().get("space") instanceof Json.Text space
                            && door.fields().get("x") instanceof Json.Num x && door.fields().get("y") instanceof Json.Num y
                            && door.fields().get("looking") instanceof Json.Num looking && doors.size() < DOORS_LIMIT) {
                        doors.put(SpaceId.of(space.value()), new Door((double) x.value(), (double) y.value(),
                                (double) looking.value()));
                    }
                }
            }
        } catch (IOException | IllegalArgumentException | ClassCastException e) {
            LOG.warn("{} cannot be read ({}); rooms are offered without their distance", file, e.getMessage());
            return Map.of();
        }
        return Map.copyOf(doors);
    }

    Optional<Integer> metres(SpaceId from, SpaceId to) {
        Door here = doors.get(from);
        Door there = doors.get(to);
        return here == null || there == null
                ? Optional.empty()
                : Optional.of((int) Math.round(Math.hypot(there.x - here.x, there.y - here.y)));
    }

    /// Which way to go, as one stands before the panel.
    Optional<String> hint(SpaceId from, SpaceId to) {
        Door here = doors.get(from);
        Door there = doors.get(to);
        if (here == null || there == null) {
            return Optional.empty();
        }
        if (Math.hypot(there.x - here.x, there.y - here.y) <= NEXT_DOOR_METRES) {
            return Optional.of("next-door");
        }
        double turn = Math.toDegrees(Math.atan2(there.y - here.y, there.x - here.x)) - here.looking;
        double around = (turn % 360 + 360) % 360;
        // With y growing to the left of x, as on paper, a turn to the left is positive.
        if (around < 45 || around >= 315) {
            return Optional.of("ahead");
        }
        return Optional.of(around < 135 ? "left" : around < 225 ? "behind" : "right");
    }
}
