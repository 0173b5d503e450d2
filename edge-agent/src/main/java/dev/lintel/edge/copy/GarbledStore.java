package dev.lintel.edge.copy;

import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.Malformed;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Rows that can be read and say nothing any more.
///
/// SQLite keeps no checksum of its pages: what a dying card has changed inside a text is found by whoever wants to know what
/// the text says. A door reads its copy whole at its start, so one such row would end each start.
final class GarbledStore {

    private static final Logger LOG = LoggerFactory.getLogger(GarbledStore.class);

    private static final String LOG_HAS_NO_GAP = """
            SELECT count(n.seq) = d.log_seq - d.log_acked_seq
               AND (d.log_seq = d.log_acked_seq OR EXISTS (SELECT 1 FROM door_log l WHERE l.epoch = d.epoch AND l.seq = d.log_seq
                                             AND l.hash = d.log_hash))
            FROM door d LEFT JOIN door_log n ON n.epoch = d.epoch AND n.seq > d.log_acked_seq AND n.seq <= d.log_seq
            WHERE n.seq IS NOT NULL OR d.log_seq = d.log_acked_seq GROUP BY d.only_row""";
    private static final String UNSENT = """
            SELECT l.body, l.hash FROM door_log l JOIN door d ON l.epoch = d.epoch
            WHERE l.seq > d.log_acked_seq AND l.seq <= d.log_seq ORDER BY l.seq""";
    private static final String HEARD = """
            SELECT l.epoch, l.seq, l.body FROM door_log l JOIN door d
            WHERE l.epoch < d.epoch OR (l.epoch = d.epoch AND l.seq <= d.log_acked_seq)""";

    private GarbledStore() {}

    /// Says something about a row, or throws [Malformed] (or another doubt about an argument).
    @FunctionalInterface
    private interface Reading {
        void of(String id, String body);
    }

    /// Why the log of a file cannot be told to the cloud: an entry that it has not acknowledged is missing, or does not hash,
    /// and then all behind it would wait for ever.
    static Optional<String> flawOfLog(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery(LOG_HAS_NO_GAP)) {
                if (!row.next() || !row.getBoolean(1)) {
                    return Optional.of("the door log has a gap");
                }
            }
            try (ResultSet row = statement.executeQuery("SELECT standing FROM door")) {
                row.next();
                LineJson.readStanding(Json.parse(row.getString(1)));
            }
            try (ResultSet row = statement.executeQuery(UNSENT)) {
                while (row.next()) {
                    Entry entry = LineJson.readEntry(Json.parse(row.getString(1)));
                    if (!entry.hash().equals(new Hash(row.getString(2)))) {
                        return Optional.of("entry " + entry.seq() + " of the door log is another one");
                    }
                }
            }
            return Optional.empty();
        } catch (IllegalArgumentException garbled) {
            return Optional.of("the door log is garbled: " + garbled.getMessage());
        }
    }

    /// Removes what a door would read at its start: spaces and names come from the cloud again, answers from the log.
    static void forgetRows(Connection connection) throws SQLException {
        forget(connection, "space", "body", (id, body) -> {
            SpaceId.of(id);
            BookingJson.readSpace(Json.parse(body));
        });
        forget(connection, "person", "name", (id, _) -> PersonId.of(id));
        forget(connection, "operation", "body", (id, body) -> {
            OperationId.of(id);
            LineJson.readAnswer(Json.parse(body));
        });
    }

    private static void forget(Connection connection, String table, String text, Reading reading) throws SQLException {
        List<String> garbled = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT id, " + text + " FROM " + table)) {
            while (row.next()) {
                try {
                    reading.of(row.getString(1), row.getString(2));
                } catch (IllegalArgumentException e) {
                    garbled.add(row.getString(1));
                }
            }
        }
        for (String id : garbled) {
            RowStore.run(connection, "DELETE FROM " + table + " WHERE id = ?", id);
        }
        if (!garbled.isEmpty()) {
            LOG.warn("of {} {} rows were garbled and left out", table, garbled.size());
        }
    }

    /// Lets a log begin behind the last garbled entry that the cloud has: a restored cloud may ask for all that is kept, and a
    /// log with a hole can be told no more than one that is shorter.
    static void forgetLogUpToGarbled(Connection connection) throws SQLException {
        long[] last = {0, 0};
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(HEARD)) {
            while (row.next()) {
                try {
                    LineJson.readEntry(Json.parse(row.getString(3)));
                } catch (Malformed e) {
                    boolean later = row.getLong(1) > last[0] || (row.getLong(1) == last[0] && row.getLong(2) > last[1]);
                    last = later ? new long[]{row.getLong(1), row.getLong(2)} : last;
                }
            }
        }
        try (PreparedStatement delete = connection.prepareStatement("DELETE FROM door_log WHERE (epoch, seq) <= (?, ?)")) {
            delete.setLong(1, last[0]);
            delete.setLong(2, last[1]);
            int left = delete.executeUpdate();
            if (left > 0) {
                LOG.warn("{} entries that the cloud has acknowledged were left behind: one of them is garbled", left);
            }
        }
    }
}
