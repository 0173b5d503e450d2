package dev.lintel.edge.hardware.satellite;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;

/// How far satellites have counted.
@Singleton
final class SatelliteStore {

    private final CopyFile file;

    SatelliteStore(CopyFile file) {
        this.file = file;
    }

    /// By the hashes of their keys.
    Map<String, Long> counts() throws SQLException {
        return file.read(reader -> {
            Map<String, Long> counts = new HashMap<>();
            try (PreparedStatement select = reader.prepareStatement("SELECT key_sha256, count FROM satellite_count");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    counts.put(row.getString(1), row.getLong(2));
                }
            }
            return counts;
        });
    }

    static DoorStore.Writing counted(String keySha256, long count) {
        return connection -> RowStore.run(connection, """
                INSERT INTO satellite_count (key_sha256, count) VALUES (?, ?)
                ON CONFLICT (key_sha256) DO UPDATE SET count = max(count, excluded.count)""", keySha256, count);
    }
}
