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
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Opens the floor's file; one that is damaged is set aside whole, and what nobody else has is carried over.
///
/// The calendar can be had from the cloud again, so it is not carried over. The log, the answers and the door's own row
/// cannot; they are taken only together and without a gap, because half a log would be another history.
public final class RescueStore {

    private static final Logger LOG = LoggerFactory.getLogger(RescueStore.class);

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /// What the cloud sends again (the calendar), what lives for minutes, and what belongs to the file itself.
    private static final Set<String> NOT_CARRIED_OVER = Set.of("booking", "request", "feed_unread", "pairing", "pairing_count",
            "trial", "backup_mark", "flyway_schema_history");
    /// These are one history, taken together or not at all.
    private static final List<String> HISTORY = List.of("door", "door_log", "operation", "feed_applied", "acknowledged");
    private static final String LOG_HAS_NO_GAP = """
            SELECT count(n.seq) = d.log_seq - d.log_acked_seq
               AND (d.log_seq = d.log_acked_seq OR EXISTS (SELECT 1 FROM door_log l WHERE l.epoch = d.epoch AND l.seq = d.log_seq
                                             AND l.hash = d.log_hash))
            FROM door d LEFT JOIN door_log n ON n.epoch = d.epoch AND n.seq > d.log_acked_seq AND n.seq <= d.log_seq
            WHERE n.seq IS NOT NULL OR d.log_seq = d.log_acked_seq GROUP BY d.only_row""";

    private RescueStore() {}

    /// @param doubt why this door must not decide before the cloud has told it its calendar again, where that is so
    public record Opened(CopyFile file, Optional<String> doubt) {}

    public static Opened open(Path path, Instant now) throws StartRefused {
        try {
            CopyFile file = CopyFile.open(path);
            return new Opened(file, restored(file) ? Optional.of("copy-restored") : Optional.empty());
        } catch (StartRefused refused) {
            if (!damaged(refused)) {
                throw refused;
            }
            try {
                Path aside = setAside(path, now);
                CopyFile fresh = CopyFile.open(path);
                carryOver(aside, fresh);
                return new Opened(fresh, Optional.of("copy-damaged"));
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

    /// Whether somebody has put a backup in the place of the file.
    private static boolean restored(CopyFile file) throws StartRefused {
        try {
            return file.read(connection -> {
                try (Statement statement = connection.createStatement();
                        ResultSet row = statement.executeQuery("SELECT 1 FROM backup_mark")) {
                    return row.next();
                }
            });
        } catch (SQLException e) {
            throw new StartRefused("The floor's copy cannot be read (" + e.getMessage() + "); check the disk.", e);
        }
    }

    /// To be written when the doubt about a restored file is on the disk.
    public static DoorStore.Writing doubted() {
        return connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DELETE FROM backup_mark");
            }
        };
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

    /// From the damaged file what can be read of it; where its log is torn, the history of the newest backup that has one.
    private static void carryOver(Path aside, CopyFile fresh) throws SQLException, IOException {
        int rows = 0;
        try (Statement statement = fresh.writer().createStatement()) {
            List<String> tables = tables(statement);
            rows += carryOver(aside, fresh, tables);
            if (logIsWhole(statement)) {
                LOG.error("the floor's file was damaged and is kept as {}; {} rows were carried over, the log is whole", aside,
                        rows);
                return;
            }
            forgetHistory(statement);
            for (BackupStore.Backup backup : BackupStore.kept(BackupStore.folder(aside.toAbsolutePath().resolveSibling("")))) {
                carryOver(backup.path(), fresh, HISTORY);
                if (logIsWhole(statement)) {
                    LOG.error("the floor's file was damaged and is kept as {}; its log is torn, so that of the backup of {} was"
                            + " taken: what was decided since then is lost", aside, backup.takenAt());
                    return;
                }
                forgetHistory(statement);
            }
        }
        LOG.error("the floor's file was damaged and is kept as {}; {} rows were carried over, the log is not among them", aside,
                rows);
    }

    private static List<String> tables(Statement statement) throws SQLException {
        List<String> tables = new ArrayList<>();
        try (ResultSet row = statement
                .executeQuery(
                        "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name")) {
            while (row.next()) {
                if (!NOT_CARRIED_OVER.contains(row.getString(1))) {
                    tables.add(row.getString(1));
                }
            }
        }
        return tables;
    }

    private static void forgetHistory(Statement statement) throws SQLException {
        for (String table : HISTORY) {
            statement.execute("DELETE FROM " + table);
        }
    }

    /// Whether every entry that the cloud has not acknowledged is there.
    static boolean logIsWhole(Statement statement) throws SQLException {
        try (ResultSet row = statement.executeQuery(LOG_HAS_NO_GAP)) {
            return row.next() && row.getBoolean(1);
        }
    }

    private static int carryOver(Path from, CopyFile fresh, List<String> tables) {
        int rows = 0;
        try (Connection damaged = DriverManager.getConnection("jdbc:sqlite:" + from)) {
            for (String table : tables) {
                rows += carryOver(damaged, fresh.writer(), table);
            }
        } catch (SQLException unreadable) {
            LOG.warn("nothing can be read of {}: {}", from, unreadable.getMessage());
        }
        return rows;
    }

    /// Row by row up to the first that cannot be read. By the names of the columns: the file may be of an older version.
    private static int carryOver(Connection from, Connection to, String table) {
        int rows = 0;
        try (Statement select = from.createStatement(); ResultSet row = select.executeQuery("SELECT * FROM " + table)) {
            List<String> columns = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                columns.add(row.getMetaData().getColumnName(i));
            }
            String places = String.join(", ", Collections.nCopies(columns.size(), "?"));
            try (PreparedStatement insert = to.prepareStatement(
                    "INSERT OR REPLACE INTO " + table + " (" + String.join(", ", columns) + ") VALUES (" + places + ")")) {
                while (row.next()) {
                    for (int i = 1; i <= columns.size(); i++) {
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
