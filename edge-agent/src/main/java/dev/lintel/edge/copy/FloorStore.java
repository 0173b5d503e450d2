package dev.lintel.edge.copy;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// Reads what the door wrote: everything once at start, and afterwards the parts of the two logs that the link needs.
///
/// Any platform thread may ask while the door writes: no two calls share a connection.
@Singleton
public final class FloorStore implements DoorMemory<SQLException> {

    /// How far back an operation is looked for that may be asked again: half a megabyte at most, and no index, which each touch
    /// would have to write.
    static final int ASKED_AGAIN_WITHIN = 500;

    private final CopyFile file;

    FloorStore(CopyFile file) {
        this.file = file;
    }

    @FunctionalInterface
    private interface Reading<T> {
        T from(ResultSet row) throws SQLException;
    }

    /// The door as it was when it last committed; empty for one that was never enrolled.
    @Override
    public Optional<DoorState> load() throws SQLException {
        return file.read(reader -> {
            List<DoorPosition> door = list(reader, "SELECT * FROM door", FloorStore::position);
            if (door.isEmpty()) {
                return Optional.empty();
            }
            List<Change> rows = new ArrayList<>();
            rows.addAll(list(reader, "SELECT body FROM space",
                    row -> new Change.PutSpace(BookingJson.readSpace(Json.parse(row.getString(1))))));
            rows.addAll(list(reader, "SELECT id, name FROM person",
                    row -> new Change.PutName(new PersonId(UUID.fromString(row.getString(1))),
                            Optional.of(row.getString(2)))));
            rows.addAll(list(reader, "SELECT body FROM booking",
                    row -> new Change.PutBooking(BookingJson.readBooking(Json.parse(row.getString(1))))));
            rows.addAll(list(reader, "SELECT body FROM request ORDER BY seq",
                    row -> new Change.PutRequest(LineJson.readRequest(Json.parse(row.getString(1))))));
            rows.addAll(list(reader, "SELECT id, body FROM operation",
                    row -> new Change.PutAnswer(new OperationId(UUID.fromString(row.getString(1))),
                            LineJson.readAnswer(Json.parse(row.getString(2))))));
            rows.addAll(list(reader, "SELECT seq, head FROM feed_unread",
                    row -> new Change.PutUnread(row.getLong(1), LineJson.readHead(Json.parse(row.getString(2))))));
            return Optional.of(DoorState.empty(door.getFirst()).with(rows));
        });
    }

    /// Entries of the door log from a number on, in order, at most so many.
    @Override
    public List<Entry> log(long epoch, long from, int limit) throws SQLException {
        return file.read(reader -> list(reader,
                "SELECT body FROM door_log WHERE epoch = ? AND seq >= ? ORDER BY seq LIMIT ?",
                row -> LineJson.readEntry(Json.parse(row.getString(1))), epoch, from, (long) limit));
    }

    /// The hash of our own log entry with that number.
    @Override
    public Optional<Hash> logHash(long epoch, long seq) throws SQLException {
        return hash("SELECT hash FROM door_log WHERE epoch = ? AND seq = ?", epoch, seq);
    }

    /// The hash of the feed entry with that number, if it was applied.
    @Override
    public Optional<Hash> feedHash(long epoch, long seq) throws SQLException {
        return hash("SELECT hash FROM feed_applied WHERE epoch = ? AND seq = ?", epoch, seq);
    }

    /// Whether one of the latest entries of the log is of that operation.
    @Override
    public boolean logged(long epoch, OperationId operation) throws SQLException {
        return file.read(reader -> {
            try (PreparedStatement statement = reader
                    .prepareStatement("SELECT 1 FROM (SELECT operation_id FROM door_log WHERE epoch = ?"
                            + " ORDER BY seq DESC LIMIT ?) WHERE operation_id = ? LIMIT 1")) {
                statement.setLong(1, epoch);
                statement.setInt(2, ASKED_AGAIN_WITHIN);
                statement.setString(3, operation.toString());
                try (ResultSet row = statement.executeQuery()) {
                    return row.next();
                }
            }
        });
    }

    /// When the cloud was last heard.
    public Optional<Instant> syncedAt() throws SQLException {
        return file.read(reader -> list(reader, "SELECT synced_at FROM link WHERE synced_at IS NOT NULL",
                row -> Instant.ofEpochMilli(row.getLong(1))).stream().findFirst());
    }

    private Optional<Hash> hash(String sql, long epoch, long seq) throws SQLException {
        return file.read(
                reader -> list(reader, sql, row -> new Hash(row.getString(1)), epoch, seq).stream().findFirst());
    }

    private static DoorPosition position(ResultSet row) throws SQLException {
        String generation = row.getString("generation");
        return new DoorPosition(FloorId.of(row.getString("floor_id")), row.getLong("epoch"),
                generation == null ? Optional.empty() : Optional.of(Generation.of(generation)),
                new Line(Instant.ofEpochMilli(row.getLong("line_at"))), mark(row, "log"), mark(row, "log_acked"),
                mark(row, "feed"), LineJson.readStanding(Json.parse(row.getString("standing"))));
    }

    private static Mark mark(ResultSet row, String log) throws SQLException {
        return new Mark(row.getLong(log + "_seq"), new Hash(row.getString(log + "_hash")));
    }

    private static <T> List<T> list(Connection connection, String sql, Reading<T> reading, long... values)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int i = 0; i < values.length; i++) {
                statement.setLong(i + 1, values[i]);
            }
            List<T> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(reading.from(row));
                }
            }
            return found;
        }
    }
}
