package dev.lintel.edge.presence;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Accord;
import dev.lintel.protocol.presence.Repute;
import dev.lintel.protocol.presence.Technology;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What is remembered of sensors from one start to the next.
@Singleton
public final class ReputeStore {

    private final CopyFile file;

    ReputeStore(CopyFile file) {
        this.file = file;
    }

    Map<SpaceId, Accord> remembered() throws SQLException {
        return file.read(reader -> {
            Map<SpaceId, Map<String, Repute>> rooms = new HashMap<>();
            try (PreparedStatement select = reader.prepareStatement(
                    "SELECT space_id, sensor, technology, silent_ms, alone, unseen, missed FROM sensor_memory");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Optional<Technology> technology = technology(row.getString(3));
                    if (technology.isPresent()) {
                        rooms.computeIfAbsent(SpaceId.of(row.getString(1)), _ -> new HashMap<>())
                                .put(row.getString(2), Repute.remembered(technology.get(),
                                        Duration.ofMillis(row.getLong(4)), row.getInt(5), row.getInt(6), row.getInt(7)));
                    }
                }
            }
            Map<SpaceId, Accord> accords = new HashMap<>();
            rooms.forEach((space, sensors) -> accords.put(space, Accord.remembered(sensors)));
            return accords;
        });
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

    /// Sensors that nobody has heard since.
    public static DoorStore.Writing forgotten(Instant before) {
        return connection -> RowStore.run(connection, "DELETE FROM sensor_memory WHERE saved_at < ?", before.toEpochMilli());
    }
}
