package dev.lintel.edge.copy;

import dev.lintel.protocol.time.ClockMemory;
import jakarta.inject.Singleton;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// What the door last knew of the time.
@Singleton
public final class ClockStore {

    private static final String KEEP = """
            INSERT INTO clock (only_row, boot, running_millis, known_at, source, source_millis) VALUES (1, ?, ?, ?, ?, ?)
            ON CONFLICT (only_row) DO UPDATE SET boot = excluded.boot, running_millis = excluded.running_millis,
                known_at = excluded.known_at, source = excluded.source, source_millis = excluded.source_millis""";

    private final CopyFile file;

    ClockStore(CopyFile file) {
        this.file = file;
    }

    public Optional<ClockMemory> remembered() throws SQLException {
        return file.read(connection -> {
            try (Statement select = connection.createStatement(); ResultSet row = select.executeQuery("SELECT * FROM clock")) {
                return row.next()
                        ? Optional.of(new ClockMemory(row.getString("boot"), Duration.ofMillis(row.getLong("running_millis")),
                                Instant.ofEpochMilli(row.getLong("known_at")), source(row)))
                        : Optional.empty();
            }
        });
    }

    private static ClockMemory.Source source(ResultSet row) throws SQLException {
        long millis = row.getLong("source_millis");
        return switch (row.getString("source")) {
            case "server" -> new ClockMemory.Source.Server(Duration.ofMillis(millis));
            case "battery" -> new ClockMemory.Source.Battery(Duration.ofMillis(millis));
            default -> new ClockMemory.Source.Disk(Instant.ofEpochMilli(millis));
        };
    }

    /// To be written by the door's thread.
    public static DoorStore.Writing kept(ClockMemory memory) {
        return connection -> {
            try (PreparedStatement keep = connection.prepareStatement(KEEP)) {
                keep.setString(1, memory.boot());
                keep.setLong(2, memory.running().toMillis());
                keep.setLong(3, memory.now().toEpochMilli());
                switch (memory.source()) {
                    case ClockMemory.Source.Server(Duration heard) -> source(keep, "server", heard.toMillis());
                    case ClockMemory.Source.Battery(Duration read) -> source(keep, "battery", read.toMillis());
                    case ClockMemory.Source.Disk(Instant known) -> source(keep, "disk", known.toEpochMilli());
                }
                keep.executeUpdate();
            }
        };
    }

    private static void source(PreparedStatement keep, String source, long millis) throws SQLException {
        keep.setString(4, source);
        keep.setLong(5, millis);
    }
}
