package dev.lintel.edge.copy;

import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileTime;
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
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.sqlite.SQLiteErrorCode;

/// Opens the floor's file; one that is damaged is set aside whole, and what nobody else has is carried over.
///
/// The calendar can be had from the cloud again, so it is not carried over. The log, the answers and the door's own row
/// cannot; they are taken only together and without a gap, because half a log would be another history.
///
/// ```
/// damaged ──one transaction──► floor.db.rescue ──whole, forced──► floor.db.rescued ──damaged one aside──► floor.db
/// ```
///
/// A power cut at any moment leaves the damaged file under its name, or a rescued one that is whole and says by itself that
/// its door must not decide: a file that can be opened and lacks the calendar without saying so would confirm slots twice.
public final class RescueStore {

    private static final Logger LOG = LoggerFactory.getLogger(RescueStore.class);

    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    /// What the cloud sends again (the calendar), what lives for minutes, and what belongs to the file itself.
    private static final Set<String> NOT_CARRIED_OVER = Set.of("booking", "request", "feed_unread", "pairing", "pairing_count",
            "trial", "backup_mark", "flyway_schema_history");
    /// These are one history, taken together or not at all.
    private static final List<String> HISTORY = List.of("door", "door_log", "operation", "feed_applied", "acknowledged");
    static final String SET_ASIDE = ".damaged-";
    private static final List<String> PARTS = List.of("-wal", "-shm", "");

    private RescueStore() {}

    /// Opens the file. Whatever doubt there is about its copy of the calendar is on the disk before this returns.
    public static CopyFile open(Path path, Instant now) throws StartRefused {
        try {
            return opened(path, now);
        } catch (IOException | SQLException e) {
            String reason = e instanceof SQLException sql ? DiskFault.of(sql).sentence() : String.valueOf(e.getMessage());
            throw new StartRefused("The floor's copy " + path + " cannot be set right: " + reason + " It was left as it is.",
                    e);
        }
    }

    private static CopyFile opened(Path path, Instant now) throws StartRefused, IOException, SQLException {
        if (Files.exists(beside(path, ".rescued"))) {
            install(path);
        }
        try {
            return readable(path);
        } catch (StartRefused refused) {
            if (!damaged(refused)) {
                throw refused;
            }
        }
        rescue(path, now);
        install(path);
        return CopyFile.open(path);
    }

    /// Opens a file whose rows say something: SQLite's own check looks at pages, not at what is written on them.
    private static CopyFile readable(Path path) throws StartRefused, SQLException {
        CopyFile file = CopyFile.open(path);
        try {
            doubtRestored(file.writer());
            var _ = new FloorStore(file).load();
            return file;
        } catch (IllegalArgumentException garbled) {
            file.close();
            throw new StartRefused("A row of " + path + " is garbled: " + garbled.getMessage(),
                    new SQLException(garbled.getMessage(), "", SQLiteErrorCode.SQLITE_CORRUPT.code));
        } catch (SQLException e) {
            file.close();
            throw e;
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

    private static Path beside(Path path, String ending) {
        return path.resolveSibling(path.getFileName() + ending);
    }

    /// Somebody has put a backup in the place of the file: what was decided since then is known to the cloud at best.
    private static void doubtRestored(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement()) {
            try (ResultSet row = statement.executeQuery("SELECT 1 FROM backup_mark")) {
                if (!row.next()) {
                    return;
                }
            }
            writer.setAutoCommit(false);
            doubt(writer, "copy-restored");
            statement.execute("DELETE FROM backup_mark");
            writer.setAutoCommit(true);
        }
        LOG.warn("the floor's file is a backup that was put back: nothing is decided before the cloud has sent the calendar");
    }

    /// A door that had stopped or ended stays so.
    private static void doubt(Connection connection, String reason) throws SQLException {
        try (Statement select = connection.createStatement();
                ResultSet row = select.executeQuery("SELECT standing FROM door");
                PreparedStatement update = connection.prepareStatement("UPDATE door SET standing = ?")) {
            if (row.next() && LineJson.readStanding(Json.parse(row.getString(1))) instanceof Standing.Deciding) {
                update.setString(1, LineJson.standing(new Standing.Doubting(reason)).canonical());
                update.executeUpdate();
            }
        }
    }

    /// Makes the file that takes the damaged one's place, beside it.
    private static void rescue(Path damaged, Instant now) throws StartRefused, IOException, SQLException {
        Path fresh = beside(damaged, ".rescue");
        for (String part : PARTS) {
            Files.deleteIfExists(beside(fresh, part));
        }
        try (CopyFile file = CopyFile.open(fresh)) {
            Connection writer = file.writer();
            writer.setAutoCommit(false);
            carryOver(damaged, writer);
            doubt(writer, "copy-damaged");
            writer.setAutoCommit(true);
            intoTheFile(writer);
        }
        Files.setLastModifiedTime(fresh, FileTime.from(now));
        force(fresh);
        Files.move(fresh, beside(damaged, ".rescued"), StandardCopyOption.ATOMIC_MOVE);
        force(folder(damaged));
    }

    /// Until now it is in the write-ahead log beside the file, and the file alone gets the name. Closing does the same, and
    /// says nothing where the disk is too full for it.
    private static void intoTheFile(Connection writer) throws SQLException {
        try (Statement statement = writer.createStatement();
                ResultSet row = statement.executeQuery("PRAGMA wal_checkpoint(TRUNCATE)")) {
            if (!row.next() || row.getInt(1) != 0 || row.getInt(2) != 0) {
                throw new SQLException("the rescued rows do not go into their file", "", SQLiteErrorCode.SQLITE_FULL.code);
            }
        }
    }

    /// Sets the damaged file aside and gives its name to the rescued one. Begun again after a power cut, it comes to the
    /// same: the parts of the damaged file get names of one stamp, the rescued file's.
    private static void install(Path path) throws IOException {
        Path rescued = beside(path, ".rescued");
        String stamp = STAMP.format(Files.getLastModifiedTime(rescued).toInstant());
        Path aside = beside(path, SET_ASIDE + stamp);
        for (String part : PARTS) {
            if (Files.exists(beside(path, part))) {
                Files.move(beside(path, part), beside(aside, part), StandardCopyOption.REPLACE_EXISTING);
            }
        }
        force(folder(path));
        Files.move(rescued, path, StandardCopyOption.ATOMIC_MOVE);
        force(folder(path));
        LOG.error("the floor's file was damaged and is kept as {}", aside);
    }

    private static Path folder(Path path) {
        return path.toAbsolutePath().resolveSibling("");
    }

    private static void force(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    /// From the damaged file what can be read of it; where its log is torn, the history of the newest backup that has one.
    private static void carryOver(Path damaged, Connection fresh) throws SQLException, IOException {
        int rows;
        try (Statement statement = fresh.createStatement()) {
            rows = carryOver(damaged, fresh, tables(statement));
        }
        Optional<String> flaw = GarbledStore.flawOfLog(fresh);
        if (flaw.isPresent()) {
            LOG.error("the log of the damaged file is torn: {}", flaw.get());
            fromBackup(BackupStore.kept(BackupStore.folder(folder(damaged))), fresh);
        }
        GarbledStore.forgetRows(fresh);
        LOG.error("of the damaged file {} rows were carried over, {} answers were made from the log", rows,
                AnswerStore.fromLog(fresh));
        GarbledStore.forgetLogUpToGarbled(fresh);
    }

    private static void fromBackup(List<BackupStore.Backup> backups, Connection fresh) throws SQLException {
        forgetHistory(fresh);
        for (BackupStore.Backup backup : backups) {
            carryOver(backup.path(), fresh, HISTORY);
            if (GarbledStore.flawOfLog(fresh).isEmpty()) {
                LOG.error("the log of the backup of {} was taken: what was decided since then is lost", backup.takenAt());
                return;
            }
            forgetHistory(fresh);
        }
        LOG.error("no log was found: the cloud will say what is missing");
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

    private static void forgetHistory(Connection fresh) throws SQLException {
        for (String table : HISTORY) {
            RowStore.run(fresh, "DELETE FROM " + table);
        }
    }

    private static int carryOver(Path from, Connection fresh, List<String> tables) throws SQLException {
        int rows = 0;
        try (Connection damaged = DriverManager.getConnection("jdbc:sqlite:" + from)) {
            for (String table : tables) {
                try (TornStore torn = TornStore.of(damaged, table)) {
                    rows += torn.columns().isEmpty() ? 0 : carryOver(torn, table, fresh);
                }
            }
        }
        return rows;
    }

    private static int carryOver(TornStore from, String table, Connection fresh) throws SQLException {
        String places = String.join(", ", Collections.nCopies(from.columns().size(), "?"));
        int rows = 0;
        try (PreparedStatement insert = fresh.prepareStatement(
                "INSERT OR REPLACE INTO " + table + " (" + String.join(", ", from.columns()) + ") VALUES (" + places + ")")) {
            for (Optional<@Nullable Object[]> row = from.next(); row.isPresent(); row = from.next()) {
                @Nullable
                Object[] values = row.get();
                for (int i = 0; i < values.length; i++) {
                    insert.setObject(i + 1, values[i]);
                }
                insert.executeUpdate();
                rows++;
            }
        } catch (SQLException notTaken) {
            if (DiskFault.of(notTaken).concernsAll()) {
                throw notTaken;
            }
            // What a torn page holds may be read and yet be nothing that the table takes.
            LOG.warn("of {} {} rows were taken over: {}", table, rows, notTaken.getMessage());
        }
        return rows;
    }
}
