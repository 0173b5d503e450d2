package dev.lintel.edge.presence;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Accord;
import dev.lintel.protocol.presence.Repute;
import dev.lintel.protocol.presence.Technology;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What is remembered of sensors from one start to the next.
@Singleton
public final class ReputeStore {

    private static final Logger LOG = LoggerFactory.getLogger(ReputeStore.class);
    /// As many as a room can have. A satellite that gets a new name each day leaves the others behind.
    static final int REMEMBERED_PER_SPACE = PresenceFeed.SENSORS_PER_SPACE;

    private final CopyFile file;

    ReputeStore(CopyFile file) {
        this.file = file;
    }

    /// Of each room the sensors that were heard last. A memory and no truth: a door whose memory cannot be read answers all the
    /// same, and begins to watch its sensors anew.
    Map<SpaceId, Accord> remembered() {
        try {
            return file.read(ReputeStore::rooms);
        } catch (SQLException e) {
            LOG.warn("what was thought of the sensors cannot be read; they are watched anew", e);
            return Map.of();
        }
    }

    private static Map<SpaceId, Accord> rooms(Connection reader) throws SQLException {
        Map<SpaceId, Map<String, Repute>> rooms = new HashMap<>();
        try (PreparedStatement select = reader.prepareStatement("""
                SELECT space_id, sensor, technology, silent_ms, alone, unseen, missed FROM sensor_memory
                ORDER BY saved_at DESC, sensor""");
                ResultSet row = select.executeQuery()) {
            while (row.next()) {
                Optional<Technology> technology = technology(row.getString(3));
                Optional<SpaceId> space = space(row.getString(1));
                if (technology.isEmpty() || space.isEmpty()) {
                    continue;
                }
                Map<String, Repute> sensors = rooms.computeIfAbsent(space.get(), _ -> new HashMap<>());
                if (sensors.size() < REMEMBERED_PER_SPACE) {
                    sensors.put(row.getString(2), Repute.remembered(technology.get(), Duration.ofMillis(row.getLong(4)),
                            row.getInt(5), row.getInt(6), row.getInt(7)));
                }
            }
        }
        Map<SpaceId, Accord> accords = new HashMap<>();
        rooms.forEach((space, sensors) -> accords.put(space, Accord.remembered(sensors)));
        return accords;
    }

    private static Optional<SpaceId> space(String text) {
        try {
            return Optional.of(SpaceId.of(text));
        } catch (IllegalArgumentException notOne) {
            LOG.warn("the memory of sensors has a row of \"{}\", which is no space", text);
            return Optional.empty();
        }
    }

    /// A version after this one may know more kinds; what it wrote of them is not needed here.
    private static Optional<Technology> technology(String name) {
        return Arrays.stream(Technology.values()).filter(one -> one.name().equals(name)).findFirst();
    }

    public static DoorStore.Writing saved(SpaceId space, String sensor, Repute repute, Instant now) {
        return connection -> RowStore.run(connection, """
                INSERT INTO sensor_memory (space_id, sensor, technology, silent_ms, alone, unseen, missed, saved_at)
                VALUES (?, ?, ?, ?, ?, ?, ?, ?)
                ON CONFLICT (space_id, sensor) DO UPDATE SET technology = excluded.technology,
                    silent_ms = excluded.silent_ms, alone = excluded.alone, unseen = excluded.unseen,
                    missed = excluded.missed, saved_at = excluded.saved_at""", space, sensor, repute.technology().name(),
                repute.silent().toMillis(), repute.alone(), repute.unseen(), repute.missed(), now.toEpochMilli());
    }

    /// Sensors that nobody has heard since, and those beyond what a room can have: the ones heard longest ago.
    public static DoorStore.Writing forgotten(Instant before) {
        return connection -> RowStore.run(connection, """
                DELETE FROM sensor_memory WHERE saved_at < ? OR (space_id, sensor) IN (
                    SELECT space_id, sensor FROM (
                        SELECT space_id, sensor,
                               row_number() OVER (PARTITION BY space_id ORDER BY saved_at DESC, sensor) AS place
                        FROM sensor_memory)
                    WHERE place > ?)""", before.toEpochMilli(), REMEMBERED_PER_SPACE);
    }
}
