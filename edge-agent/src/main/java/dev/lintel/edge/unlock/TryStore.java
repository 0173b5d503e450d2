package dev.lintel.edge.unlock;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;

/// Wrong tries, by panel and person.
@Singleton
final class TryStore {

    private final CopyFile file;

    TryStore(CopyFile file) {
        this.file = file;
    }

    Map<String, Tries> all() throws SQLException {
        return file.read(reader -> {
            Map<String, Tries> found = new HashMap<>();
            try (PreparedStatement select = reader.prepareStatement("SELECT subject, wrong, last_at FROM unlock_try");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1), new Tries(row.getInt(2), Instant.ofEpochMilli(row.getLong(3))));
                }
            }
            return found;
        });
    }

    static DoorStore.Writing keeping(Map<String, Tries> counted) {
        return connection -> {
            try (PreparedStatement put = connection
                    .prepareStatement("INSERT OR REPLACE INTO unlock_try (subject, wrong, last_at) VALUES (?, ?, ?)")) {
                for (Map.Entry<String, Tries> each : counted.entrySet()) {
                    put.setString(1, each.getKey());
                    put.setInt(2, each.getValue().wrong());
                    put.setLong(3, each.getValue().lastAt().toEpochMilli());
                    put.executeUpdate();
                }
            }
        };
    }
}
