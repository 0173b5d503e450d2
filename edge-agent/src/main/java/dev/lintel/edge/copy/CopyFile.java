package dev.lintel.edge.copy;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.StartRefused;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import org.flywaydb.core.Flyway;
import org.flywaydb.core.api.FlywayException;
import org.flywaydb.core.api.configuration.FluentConfiguration;
import org.flywaydb.core.api.exception.FlywayValidateException;
import org.sqlite.SQLiteConfig;
import org.sqlite.SQLiteDataSource;
import org.sqlite.SQLiteErrorCode;

/// The floor's SQLite file, opened, checked and brought to the present schema.
public final class CopyFile implements AutoCloseable {

    /// Earlier releases can damage a file in write-ahead mode when a checkpoint races a reset.
    private static final List<Integer> OLDEST_SQLITE = List.of(3, 51, 3);

    /// Longer than the longest checkpoint on a slow card; a writer that waits longer is stuck, not slow.
    private static final int BUSY_TIMEOUT_MILLIS = 5_000;

    /// While a backup reads, the write-ahead log grows by what is written meanwhile; afterwards the disk gets that back. The
    /// usual size of the log between two checkpoints is as much.
    static final int JOURNAL_BYTES_KEPT = 4 * 1024 * 1024;

    /// Connections kept for readers: the door's thread, the link's, and one to spare for a question about health.
    private static final int READERS_KEPT = 3;

    private final Path path;
    private final SQLiteDataSource source;
    private final SQLiteDataSource readerSource;
    private final Connection writer;
    private final BlockingQueue<Connection> readers = new ArrayBlockingQueue<>(READERS_KEPT);

    private CopyFile(Path path, SQLiteDataSource source, SQLiteDataSource readerSource, Connection writer) {
        this.path = path;
        this.source = source;
        this.readerSource = readerSource;
        this.writer = writer;
    }

    /// A question to the file.
    @FunctionalInterface
    public interface Question<T> {
        T ask(Connection connection) throws SQLException;
    }

    /// Opens the file, or makes it. Every doubt about the file or the library ends the start with a sentence.
    public static CopyFile open(Path file) throws StartRefused {
        try {
            DataFolder.ownerOnly(file);
            SQLiteDataSource source = source(file, SQLiteConfig.TransactionMode.IMMEDIATE);
            migrate(source);
            Connection writer = source.getConnection();
            try {
                prove(writer);
            } catch (SQLException e) {
                writer.close();
                throw e;
            }
            return new CopyFile(file, source, source(file, SQLiteConfig.TransactionMode.DEFERRED), writer);
        } catch (FlywayValidateException e) {
            throw new StartRefused("The floor's copy " + file + " was written by another version of this agent, which this one"
                    + " cannot take over from. Install that version or a later one; the file is sound.", e);
        } catch (IOException | SQLException | FlywayException e) {
            throw new StartRefused("The floor's copy " + file + " cannot be opened (" + firstLine(e)
                    + "); check the disk, and that no other program holds the file.", e);
        }
    }

    /// A writer takes the lock when it begins, so that it cannot fail half-way; a reader takes none.
    private static SQLiteDataSource source(Path file, SQLiteConfig.TransactionMode mode) {
        SQLiteConfig config = new SQLiteConfig();
        config.setJournalMode(SQLiteConfig.JournalMode.WAL);
        config.setSynchronous(SQLiteConfig.SynchronousMode.FULL);
        config.setTransactionMode(mode);
        config.setBusyTimeout(BUSY_TIMEOUT_MILLIS);
        config.setJournalSizeLimit(JOURNAL_BYTES_KEPT);
        config.enforceForeignKeys(true);
        SQLiteDataSource source = new SQLiteDataSource(config);
        source.setUrl("jdbc:sqlite:" + file);
        return source;
    }

    private static void migrate(SQLiteDataSource source) {
        FluentConfiguration flyway = Flyway.configure(CopyFile.class.getClassLoader())
                .dataSource(source)
                .locations("classpath:db/edge")
                .failOnMissingLocations(true)
                .loggers("slf4j");
        flyway.load().migrate();
    }

    /// The settings were asked for when connecting; here they are read back, because a driver, a file system without
    /// shared memory or a read-only mount changes them silently.
    private static void prove(Connection connection) throws SQLException {
        String version = ask(connection, "SELECT sqlite_version()");
        if (Arrays.compare(numbers(version), OLDEST_SQLITE.toArray(Integer[]::new)) < 0) {
            throw new SQLException("SQLite " + version + " is older than 3.51.3");
        }
        expect(connection, "PRAGMA journal_mode", "wal");
        expect(connection, "PRAGMA synchronous", "2");
        String found = ask(connection, "PRAGMA quick_check");
        if (!"ok".equals(found)) {
            throw new SQLException("the file is damaged: " + found, "", SQLiteErrorCode.SQLITE_CORRUPT.code);
        }
    }

    private static void expect(Connection connection, String question, String expected) throws SQLException {
        String answer = ask(connection, question);
        if (!expected.equals(answer)) {
            throw new SQLException(question + " answers " + answer + " instead of " + expected);
        }
    }

    private static String ask(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    private static Integer[] numbers(String version) {
        return Arrays.stream(version.split("\\.", -1)).map(Integer::valueOf).toArray(Integer[]::new);
    }

    private static String firstLine(Exception e) {
        return String.valueOf(e.getMessage())
                .lines()
                .map(String::strip)
                .filter(line -> !line.isEmpty())
                .findFirst()
                .orElse(e.getClass().getSimpleName());
    }

    /// Where the file is; beside it are the two that SQLite keeps with it.
    Path path() {
        return path;
    }

    /// The one connection that writes. Only the door's thread may use it.
    public Connection writer() {
        return writer;
    }

    /// Asks on a connection that only reads, from any platform thread. All of one question is seen as of one commit.
    public <T> T read(Question<T> question) throws SQLException {
        Connection reader = readers.poll();
        if (reader == null) {
            reader = readerSource.getConnection();
        }
        try {
            reader.setAutoCommit(false);
            T answer = question.ask(reader);
            reader.setAutoCommit(true);
            if (!readers.offer(reader)) {
                reader.close();
            }
            return answer;
        } catch (SQLException | RuntimeException e) {
            reader.close();
            throw e;
        }
    }

    /// A connection of its own; the caller closes it.
    public Connection reader() throws SQLException {
        return source.getConnection();
    }

    @Override
    public void close() throws SQLException {
        for (Connection reader = readers.poll(); reader != null; reader = readers.poll()) {
            reader.close();
        }
        writer.close();
    }
}
