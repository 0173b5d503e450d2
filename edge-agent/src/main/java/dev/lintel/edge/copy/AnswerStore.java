package dev.lintel.edge.copy;

import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.util.Optional;

/// The answers that a door has given, as far as its log tells them.
///
/// A panel that did not hear an answer asks again under the same operation. Where the answer was torn and its entry was not,
/// a walk-up asked again would be refused as taken, by itself.
final class AnswerStore {

    private static final String UNANSWERED = """
            SELECT l.operation_id, l.written_at, l.body, l.seq > d.log_acked_seq FROM door_log l JOIN door d ON l.epoch = d.epoch
            WHERE NOT EXISTS (SELECT 1 FROM operation o WHERE o.id = l.operation_id) ORDER BY l.seq""";

    private AnswerStore() {}

    /// Writes what is missing, within the transaction of the connection. An entry that says nothing any more answers nothing.
    ///
    /// @return how many
    static int fromLog(Connection connection) throws SQLException {
        int made = 0;
        try (PreparedStatement select = connection.prepareStatement(UNANSWERED); ResultSet row = select.executeQuery()) {
            while (row.next()) {
                // What the cloud has heard it may have answered: nobody would ever tell a panel that waits here.
                boolean unsent = row.getBoolean(4);
                Optional<Answer> answer = entry(row.getString(3)).flatMap(entry -> answer(entry.body()))
                        .filter(given -> !(given instanceof Answer.Waiting) || unsent);
                if (answer.isPresent()) {
                    made += RowStore.run(connection, "INSERT OR IGNORE INTO operation (id, answered_at, body) VALUES (?, ?, ?)",
                            row.getString(1), row.getLong(2), LineJson.answer(answer.get()).canonical());
                }
            }
        }
        return made;
    }

    private static Optional<Entry> entry(String body) {
        try {
            return Optional.of(LineJson.readEntry(Json.parse(body)));
        } catch (IllegalArgumentException | DateTimeException garbled) {
            return Optional.empty();
        }
    }

    private static Optional<Answer> answer(Body body) {
        return switch (body) {
            case Body.Happened happened -> Optional.of(new Answer.Done(happened.event(), happened.booking()));
            case Body.Accepted accepted -> Optional.of(new Answer.Done(accepted.event(), accepted.booking()));
            case Body.Declined declined -> Optional.of(new Answer.Refused(declined.why()));
            case Body.Proposed proposed -> Optional.of(new Answer.Waiting(Party.CLOUD, proposed.command().booking()));
            case Body.Granted _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                Optional.empty();
        };
    }
}
