package dev.lintel.provisioning.world.door;

import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.provisioning.world.ground.Timeline;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Who is where, and what two sensors in each room say of it. They report every minute or so; what they say of a stretch of time is made when somebody asks, always the same for the same time.
final class Sensors {

    private static final long EACH_MILLIS = 75_000;
    private static final List<Technology> KINDS = List.of(Technology.PIR, Technology.RADAR);

    private record Stay(long from, long to) {}

    private final Map<SpaceId, List<Stay>> stays = new HashMap<>();
    private long readings;

    /// People are in the room from then to then.
    void occupied(SpaceId room, long from, long to) {
        stays.computeIfAbsent(room, _ -> new ArrayList<>()).add(new Stay(from, to));
    }

    private boolean isOccupied(SpaceId room, long at) {
        List<Stay> known = stays.getOrDefault(room, List.of());
        for (int i = known.size() - 1; i >= Math.max(0, known.size() - 30); i--) {
            if (known.get(i).from() <= at && at < known.get(i).to()) {
                return true;
            }
        }
        return false;
    }

    Set<SpaceId> occupiedAt(Instant now) {
        long at = Duration.between(Timeline.START, now).toMillis();
        Set<SpaceId> rooms = new HashSet<>();
        stays.keySet().stream().filter(room -> isOccupied(room, at)).forEach(rooms::add);
        return rooms;
    }

    /// What the sensors of a room have said between two instants.
    List<Reading> readings(SpaceId room, Instant from, Instant to) {
        long first = Duration.between(Timeline.START, from).toMillis();
        long last = Duration.between(Timeline.START, to).toMillis();
        List<Reading> said = new ArrayList<>();
        for (Technology kind : KINDS) {
            long begin = first - Math.floorMod(first, EACH_MILLIS) + KINDS.indexOf(kind) * 7_000L;
            for (long at = begin; at <= last; at += EACH_MILLIS) {
                said.add(new Reading(kind.name(), kind, Timeline.START.plusMillis(at), isOccupied(room, at)));
            }
        }
        readings += said.size();
        return said;
    }

    long count() {
        return readings;
    }
}
