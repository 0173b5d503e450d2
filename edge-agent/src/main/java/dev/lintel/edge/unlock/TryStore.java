package dev.lintel.edge.unlock;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
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
            RowStore.run(connection, "DELETE FROM unlock_tries WHERE forgiven_at < ?", now.toEpochMilli());
            for (Map.Entry<String, Tries> each : counted.entrySet()) {
                RowStore.run(connection, "INSERT OR REPLACE INTO unlock_tries (subject, forgiven_at, last_at) VALUES (?, ?, ?)",
                        each.getKey(), each.getValue().forgivenAt().toEpochMilli(), each.getValue().lastAt().toEpochMilli());
            }
        };
    }
}
