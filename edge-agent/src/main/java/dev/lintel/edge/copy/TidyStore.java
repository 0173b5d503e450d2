package dev.lintel.edge.copy;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/// Removes what a door keeps no longer, a few rows at a time: a touch never waits longer for this than for another touch.
///
/// What the cloud has not acknowledged is never removed, however old; nor is a booking or an answer that an open request
/// still names. Used by the door's thread alone.
@Singleton
public final class TidyStore {

    /// Rows of a kind in one transaction; deleting these takes about as long as writing one decision.
    static final int ROWS = 100;

    private static final Duration BOOKINGS_KEPT = Duration.ofDays(Limits.COPY_DAYS_BACK);
    /// As long as the log: a restored cloud that gets an entry again may ask for its answer.
    private static final Duration ANSWERS_KEPT = Limits.LOG_KEPT;
    private static final Duration A_DAY = Duration.ofDays(1);

    private static final String OLD_BOOKINGS = """
            SELECT id FROM booking WHERE ends_at < ? AND phase <> 'requested'
            AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY ends_at LIMIT ?""";
    private static final String OLD_ANSWERS = """
            SELECT id FROM operation WHERE answered_at < ? AND id NOT IN (SELECT operation_id FROM request)
            AND id NOT IN (SELECT value FROM json_each(?)) ORDER BY answered_at LIMIT ?""";
    private static final String NOTE_ACKNOWLEDGED = """
            INSERT INTO acknowledged (epoch, log_seq, at) SELECT epoch, log_acked_seq, ? FROM door
            WHERE log_acked_seq > 0 AND NOT EXISTS (SELECT 1 FROM acknowledged WHERE at > ?)
            ON CONFLICT DO NOTHING""";
    private static final String DROP_LOG = """
            DELETE FROM door_log WHERE (epoch, seq) IN (
                SELECT l.epoch, l.seq FROM door_log l JOIN door d
                WHERE (l.epoch = d.epoch AND l.seq <= (SELECT max(a.log_seq) FROM acknowledged a
                        WHERE a.epoch = d.epoch AND a.at < ?))
                   OR (l.epoch < d.epoch AND l.written_at < ?)
                LIMIT ?)""";
    private static final String DROP_FED = """
            DELETE FROM feed_applied WHERE (epoch, seq) IN (
                SELECT f.epoch, f.seq FROM feed_applied f JOIN door d
                WHERE f.applied_at < ? AND (f.epoch < d.epoch OR f.seq < d.feed_seq) LIMIT ?)""";
    private static final String DROP_NOTES = "DELETE FROM acknowledged WHERE at < ?";

    private final DoorStore store;

    TidyStore(DoorStore store) {
        this.store = store;
    }

    /// What one step has removed.
    ///
    /// @param entries how many entries of the door log
    /// @param fed how many notes of which feed entries were applied
    /// @param more whether another step would find more
    public record Tidied(List<BookingId> bookings, List<OperationId> answers, int entries, int fed, boolean more) {

        public static final Tidied NOTHING = new Tidied(List.of(), List.of(), 0, 0, false);

        public Tidied {
            bookings = List.copyOf(bookings);
            answers = List.copyOf(answers);
        }
    }

    /// One step, one transaction.
    ///
    /// @param now a time that the cloud has vouched for: with a clock that is ahead, everything would be old
    /// @param certain a time that has passed, whatever any clock says: a booking that is removed too early is confirmed twice
    /// @param needed bookings that an open request names
    public Tidied tidy(Instant now, Instant certain, Set<BookingId> needed) throws SQLException {
        List<BookingId> bookings = new ArrayList<>();
        List<OperationId> answers = new ArrayList<>();
        int[] dropped = {0, 0};
        store.keep(connection -> {
            long kept = now.minus(Limits.LOG_KEPT).toEpochMilli();
            RowStore.run(connection, NOTE_ACKNOWLEDGED, now.toEpochMilli(), now.minus(A_DAY).toEpochMilli());
            // Left out by the question itself: a hundred that are needed would hide all that are not behind them.
            for (String id : ids(connection, OLD_BOOKINGS, certain.minus(BOOKINGS_KEPT), needed)) {
                RowStore.run(connection, "DELETE FROM booking WHERE id = ?", id);
                bookings.add(new BookingId(UUID.fromString(id)));
            }
            for (String id : ids(connection, OLD_ANSWERS, now.minus(ANSWERS_KEPT), Set.of())) {
                RowStore.run(connection, "DELETE FROM operation WHERE id = ?", id);
                answers.add(new OperationId(UUID.fromString(id)));
            }
            dropped[0] = RowStore.run(connection, DROP_LOG, kept, kept, ROWS);
            dropped[1] = RowStore.run(connection, DROP_FED, kept, ROWS);
            // The last note before the log's limit is what tells the age of the entries behind it.
            RowStore.run(connection, DROP_NOTES, now.minus(Limits.LOG_KEPT.multipliedBy(2)).toEpochMilli());
        });
        boolean more = bookings.size() == ROWS || answers.size() == ROWS || dropped[0] == ROWS || dropped[1] == ROWS;
        return new Tidied(bookings, answers, dropped[0], dropped[1], more);
    }

    private static List<String> ids(Connection connection, String sql, Instant before, Set<BookingId> but)
            throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            statement.setLong(1, before.toEpochMilli());
            statement.setString(2, Json.array(List.copyOf(but), id -> new Json.Text(id.toString())).canonical());
            statement.setInt(3, ROWS);
            List<String> found = new ArrayList<>();
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    found.add(row.getString(1));
                }
            }
            return found;
        }
    }
}
