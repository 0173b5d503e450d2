package dev.lintel.edge.copy;

import dev.lintel.edge.settings.StartRefused;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the floor's file; one that is damaged is set aside whole, and what nobody else has is carried over.
///
/// The calendar can be had from the cloud again, so it is not carried over. The log, the answers and the door's own row
/// cannot; they are taken only together and without a gap, because half a log would be another history.
public final class RescueStore {

    private static final Logger LOG = LoggerFactory.getLogger(RescueStore.class);

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final List<String> NOT_IN_THE_CLOUD = List.of("door", "door_log", "operation", "feed_applied",
            "acknowledged",
            "space", "person", "verifier", "unlock_try", "panel", "link", "clock");
    private static final String LOG_HAS_NO_GAP = """
            SELECT count(*) = d.log_seq - d.log_acked_seq
               AND (d.log_seq = 0 OR EXISTS (SELECT 1 FROM door_log l WHERE l.epoch = d.epoch AND l.seq = d.log_seq
                                             AND l.hash = d.log_hash))
            FROM door d LEFT JOIN door_log n ON n.epoch = d.epoch AND n.seq > d.log_acked_seq AND n.seq <= d.log_seq
            WHERE n.seq IS NOT NULL OR d.log_seq = d.log_acked_seq GROUP BY d.only_row""";

    private RescueStore() {}

    /// @param aside where the damaged file is now, where it was one
    public record Opened(CopyFile file, Optional<Path> aside) {}

    public static Opened open(Path path, Instant now) throws StartRefused {
        try {
            return new Opened(CopyFile.open(path), Optional.empty());
        } catch (StartRefused refused) {
            if (!damaged(refused)) {
                throw refused;
            }
            try {
                Path aside = setAside(path, now);
                CopyFile fresh = CopyFile.open(path);
                carryOver(aside, fresh);
                return new Opened(fresh, Optional.of(aside));
            } catch (IOException | SQLException e) {
                throw new StartRefused("The floor's copy " + path + " is damaged and cannot be set aside ("
                        + e.getMessage() + "); move it away and restart.", e);
            }
        }
    }

    private static boolean damaged(StartRefused refused) {
        for (Throwable cause = refused.getCause(); cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && DiskFault.of(sql).damage()) {
                return true;
            }
        }
        return false;
    }

    private static Path setAside(Path path, Instant now) throws IOException {
        Path aside = path.resolveSibling(path.getFileName() + ".damaged-" + STAMP.format(now));
        for (String part : List.of("-wal", "-shm", "")) {
            Path from = path.resolveSibling(path.getFileName() + part);
            if (Files.exists(from)) {
                Files.move(from, path.resolveSibling(aside.getFileName() + part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        return aside;
    }

    private static void carryOver(Path aside, CopyFile fresh) throws SQLException {
        int rows = 0;
        try (Connection damaged = DriverManager.getConnection("jdbc:sqlite:" + aside)) {
            for (String table : NOT_IN_THE_CLOUD) {
                rows += carryOver(damaged, fresh.writer(), table);
            }
        } catch (SQLException unreadable) {
            LOG.warn("nothing can be read of {}: {}", aside, unreadable.getMessage());
        }
        try (Statement statement = fresh.writer().createStatement()) {
            boolean whole;
            try (ResultSet row = statement.executeQuery(LOG_HAS_NO_GAP)) {
                whole = row.next() && row.getBoolean(1);
            }
            if (!whole) {
                for (String table : List.of("door", "door_log", "operation", "feed_applied", "acknowledged")) {
                    statement.execute("DELETE FROM " + table);
                }
            }
            LOG.error("the floor's file was damaged and is kept as {}; {} rows were carried over, the log {}", aside, rows,
                    whole ? "is whole" : "is not among them");
        }
    }

    /// Row by row up to the first that cannot be read.
    private static int carryOver(Connection from, Connection to, String table) {
        int rows = 0;
        try (Statement select = from.createStatement(); ResultSet row = select.executeQuery("SELECT * FROM " + table)) {
            int columns = row.getMetaData().getColumnCount();
            String places = "?, ".repeat(columns - 1) + "?";
            try (PreparedStatement insert = to
                    .prepareStatement("INSERT OR REPLACE INTO " + table + " VALUES (" + places + ")")) {
                while (row.next()) {
                    for (int i = 1; i <= columns; i++) {
                        insert.setObject(i, row.getObject(i));
                    }
                    insert.executeUpdate();
                    rows++;
                }
            }
        } catch (SQLException end) {
            LOG.warn("of {} {} rows could be read: {}", table, rows, end.getMessage());
        }
        return rows;
    }
}
