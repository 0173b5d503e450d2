package dev.lintel.edge.copy;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Writes what a door's steps changed: all of it and only it, in one transaction (rule R1).
///
/// Used by the door's thread alone, as is the connection that it writes through.
@Singleton
public final class DoorStore implements DoorWriting {

    private static final String PUT_BOOKING = """
            INSERT INTO booking (id, space_id, starts_at, ends_at, phase, body) VALUES (?, ?, ?, ?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET space_id = excluded.space_id, starts_at = excluded.starts_at,
                ends_at = excluded.ends_at, phase = excluded.phase, body = excluded.body""";
    private static final String PUT_REQUEST = """
            INSERT INTO request (operation_id, seq, body) VALUES (?, ?, ?)
            ON CONFLICT (operation_id) DO UPDATE SET seq = excluded.seq, body = excluded.body""";
    private static final String DROP_REQUEST = "DELETE FROM request WHERE operation_id = ?";
    private static final String PUT_ANSWER = """
            INSERT INTO operation (id, answered_at, body) VALUES (?, ?, ?)
            ON CONFLICT (id) DO UPDATE SET answered_at = excluded.answered_at, body = excluded.body""";
    private static final String PUT_SPACE = """
            INSERT INTO space (id, body) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET body = excluded.body""";
    private static final String PUT_NAME = """
            INSERT INTO person (id, name) VALUES (?, ?) ON CONFLICT (id) DO UPDATE SET name = excluded.name""";
    private static final String DROP_NAME = "DELETE FROM person WHERE id = ?";
    private static final String PUT_UNREAD = """
            INSERT INTO feed_unread (seq, head) VALUES (?, ?) ON CONFLICT (seq) DO UPDATE SET head = excluded.head""";
    private static final String PUT_DOOR = """
            INSERT INTO door (only_row, floor_id, epoch, generation, line_at, log_seq, log_hash, log_acked_seq,
                log_acked_hash, feed_seq, feed_hash, standing) VALUES (1, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (only_row) DO UPDATE SET floor_id = excluded.floor_id, epoch = excluded.epoch,
                generation = excluded.generation, line_at = excluded.line_at, log_seq = excluded.log_seq,
                log_hash = excluded.log_hash, log_acked_seq = excluded.log_acked_seq,
                log_acked_hash = excluded.log_acked_hash, feed_seq = excluded.feed_seq,
                feed_hash = excluded.feed_hash, standing = excluded.standing""";
    private static final String PUT_APPLIED = """
            INSERT INTO feed_applied (epoch, seq, hash, applied_at) VALUES (?, ?, ?, ?)
            ON CONFLICT (epoch, seq) DO NOTHING""";
    private static final String APPEND_LOG = """
            INSERT INTO door_log (epoch, seq, hash, operation_id, written_at, body) VALUES (?, ?, ?, ?, ?, ?)""";

    private static final String PARK = "INSERT OR IGNORE INTO parked (hash, parked_at, body) VALUES (?, ?, ?)";

    /// The largest transaction is a batch of the feed, of about this size.
    private static final long TRIAL_BYTES = Limits.BATCH_BYTES;

    private final CopyFile file;
    private final DoorSecret secret;
    private final Map<String, PreparedStatement> prepared = new HashMap<>();

    DoorStore(CopyFile file, DoorSecret secret) {
        this.file = file;
        this.secret = secret;
    }

    /// One write of several within a transaction of their own.
    @FunctionalInterface
    public interface Writing {
        void to(Connection connection) throws SQLException;
    }

    /// Writes consecutive steps as one commit. When this returns, the steps are on the disk; when it throws, none is.
    @Override
    public void write(List<DoorStep> steps, Instant at) throws SQLException {
        write(steps, List.of(), at);
    }

    /// The same, in one commit with rows of other stores of this file.
    @Override
    public void write(List<DoorStep> steps, List<Writing> besides, Instant at) throws SQLException {
        transaction(connection -> {
            DoorPosition last = null;
            for (DoorStep step : steps) {
                long epoch = step.state().at().epoch();
                for (Change change : step.changes()) {
                    if (change instanceof Change.PutDoor(DoorPosition door)) {
                        applied(connection, door, at);
                        last = door;
                    } else {
                        write(connection, change, at);
                    }
                }
                for (Entry entry : step.entries()) {
                    append(connection, epoch, entry, at);
                }
            }
            if (last != null) {
                // The one row of the door: what came before the last of this commit nobody can ever read.
                door(connection, last);
            }
            for (Writing writing : besides) {
                writing.to(connection);
            }
        });
    }

    /// Writes and removes what needs as much room as a large decision, to learn whether the disk takes it.
    @Override
    public void trial() throws SQLException {
        transaction(connection -> run(connection, "INSERT INTO trial (filler) VALUES (zeroblob(?))", TRIAL_BYTES));
        transaction(connection -> run(connection, "DELETE FROM trial"));
    }

    /// Writes the first row of a door that has just been enrolled.
    @Override
    public void begin(DoorPosition fresh, Instant at) throws SQLException {
        transaction(connection -> door(connection, fresh));
    }

    /// Writes what another store of this file keeps, as one commit.
    @Override
    public void keep(Writing writing) throws SQLException {
        transaction(writing);
    }

    /// Remembers when the cloud was last heard.
    @Override
    public void synced(Instant at) throws SQLException {
        transaction(connection -> run(connection, "UPDATE link SET synced_at = ?", at.toEpochMilli()));
    }

    /// Counts one more connection to the broker and returns its number.
    @Override
    public long connection() throws SQLException {
        long[] number = new long[1];
        transaction(connection -> {
            run(connection, "UPDATE link SET connections = connections + 1");
            try (PreparedStatement select = connection.prepareStatement("SELECT connections FROM link");
                    ResultSet row = select.executeQuery()) {
                row.next();
                number[0] = row.getLong(1);
            }
        });
        return number[0];
    }

    /// The driver begins and commits where its auto-commit mode is switched: its own `commit` begins the next transaction
    /// at once, and a failure of that would be taken for one of the commit.
    private void transaction(Writing writing) throws SQLException {
        Connection writer = file.writer();
        try {
            writer.setAutoCommit(false);
            writing.to(writer);
            writer.setAutoCommit(true);
        } catch (SQLException | RuntimeException e) {
            rollBack(writer, e);
            throw e;
        }
    }

    /// After some failures (a full disk among them) SQLite has rolled back by itself and says that there is nothing to
    /// roll back; what is thrown must be the failure, not that.
    private void rollBack(Connection writer, Exception failure) {
        // The driver lets go of a statement that failed; a kept one would fail for ever.
        for (PreparedStatement statement : prepared.values()) {
            try {
                statement.close();
            } catch (SQLException gone) {
                failure.addSuppressed(gone);
            }
        }
        prepared.clear();
        try (Statement statement = writer.createStatement()) {
            statement.execute("ROLLBACK");
        } catch (SQLException already) {
            failure.addSuppressed(already);
        }
        try {
            writer.setAutoCommit(true);
        } catch (SQLException nothingToCommit) {
            failure.addSuppressed(nothingToCommit);
        }
    }

    private void write(Connection connection, Change change, Instant at) throws SQLException {
        switch (change) {
            case Change.PutBooking(Booking booking) -> run(connection, PUT_BOOKING, booking.id(), booking.space(),
                    booking.slot().start().toEpochMilli(), booking.slot().end().toEpochMilli(), booking.phase().slug(),
                    BookingJson.booking(booking).canonical());
            case Change.PutRequest(var request) -> run(connection, PUT_REQUEST, request.operation(), request.seq(),
                    LineJson.request(request).canonical());
            case Change.DropRequest(OperationId operation) -> run(connection, DROP_REQUEST, operation);
            case Change.PutAnswer(OperationId operation, var answer) -> run(connection, PUT_ANSWER, operation,
                    at.toEpochMilli(), LineJson.answer(answer).canonical());
            case Change.PutSpace(var space) -> run(connection, PUT_SPACE, space.id(),
                    BookingJson.space(space).canonical());
            case Change.PutName(var person, var name) when name.isPresent() -> run(connection, PUT_NAME, person,
                    name.get());
            case Change.PutName(var person, var _) -> run(connection, DROP_NAME, person);
            case Change.PutVerifiers put -> VerifierStore.write(connection, put, secret);
            case Change.PutUnread(long seq, var head) -> run(connection, PUT_UNREAD, seq,
                    LineJson.head(head).canonical());
            case Change.Park(Entry entry) -> run(connection, PARK, entry.hash(), at.toEpochMilli(),
                    LineJson.entry(entry).canonical());
            case Change.Emptied _,Change.BeginEpoch _ -> {
                for (String table : List.of("booking", "request", "feed_unread")) {
                    run(connection, "DELETE FROM " + table);
                }
            }
            case Change.PutDoor(DoorPosition door) -> door(connection, door);
            case Change.PutFloor _ -> throw new IllegalArgumentException("a floor's row belongs to the cloud");
        }
    }

    private void door(Connection connection, DoorPosition door) throws SQLException {
        run(connection, PUT_DOOR, door.floor(), door.epoch(), door.generation().map(Object::toString).orElse(null),
                door.line().at().toEpochMilli(), door.log().seq(), door.log().hash(), door.logAcked().seq(),
                door.logAcked().hash(), door.feed().seq(), door.feed().hash(),
                LineJson.standing(door.standing()).canonical());
    }

    private void applied(Connection connection, DoorPosition door, Instant at) throws SQLException {
        if (door.feed().seq() > 0) {
            run(connection, PUT_APPLIED, door.epoch(), door.feed().seq(), door.feed().hash(), at.toEpochMilli());
        }
    }

    private void append(Connection connection, long epoch, Entry entry, Instant at) throws SQLException {
        run(connection, APPEND_LOG, epoch, entry.seq(), entry.hash(), entry.head().operation(), at.toEpochMilli(),
                LineJson.entry(entry).canonical());
    }

    /// A statement is compiled once: compiling costs more than running it.
    private void run(Connection connection, String sql, @Nullable Object... values) throws SQLException {
        PreparedStatement statement = prepared.get(sql);
        if (statement == null || statement.getConnection() != connection) {
            statement = connection.prepareStatement(sql);
            prepared.put(sql, statement);
        }
        RowStore.run(statement, values);
    }
}
