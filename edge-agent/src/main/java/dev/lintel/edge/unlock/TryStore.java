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

/// Wrong tries, by panel and by the number that was typed.
@Singleton
final class TryStore {

    private final CopyFile file;

    TryStore(CopyFile file) {
        this.file = file;
    }

    Map<String, Tries> all() throws SQLException {
        return file.read(reader -> {
            Map<String, Tries> found = new HashMap<>();
            try (PreparedStatement select = reader.prepareStatement("SELECT subject, forgiven_at, last_at FROM unlock_tries");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(row.getString(1),
                            new Tries(Instant.ofEpochMilli(row.getLong(2)), Instant.ofEpochMilli(row.getLong(3))));
                }
            }
            return found;
        });
    }

    /// @param now whatever is forgiven by then is forgotten
    static DoorStore.Writing keeping(Map<String, Tries> counted, Instant now) {
        return connection -> {
            try (PreparedStatement forget = connection.prepareStatement("DELETE FROM unlock_tries WHERE forgiven_at < ?")) {
                forget.setLong(1, now.toEpochMilli());
                forget.executeUpdate();
            }
            try (PreparedStatement put = connection.prepareStatement(
                    "INSERT OR REPLACE INTO unlock_tries (subject, forgiven_at, last_at) VALUES (?, ?, ?)")) {
                for (Map.Entry<String, Tries> each : counted.entrySet()) {
                    put.setString(1, each.getKey());
                    put.setLong(2, each.getValue().forgivenAt().toEpochMilli());
                    put.setLong(3, each.getValue().lastAt().toEpochMilli());
                    put.executeUpdate();
                }
            }
        };
    }
}
