package dev.lintel.edge.fleet;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.RowStore;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.EdgeReply;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Thing;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Answers to orders, settings as they were applied, and what became of reported issues.
@Singleton
final class FleetStore {

    private final CopyFile file;

    FleetStore(CopyFile file) {
        this.file = file;
    }

    /// What an order was answered the first time.
    Optional<EdgeReply> reply(OperationId order) throws SQLException {
        return file.read(reader -> {
            try (PreparedStatement select = reader.prepareStatement("SELECT refused, facts FROM order_reply WHERE id = ?")) {
                select.setString(1, order.toString());
                try (ResultSet row = select.executeQuery()) {
                    if (!row.next()) {
                        return Optional.empty();
                    }
                    Json.Obj facts = (Json.Obj) Json.parse(row.getString(2));
                    String slug = row.getString(1);
                    return Optional.of(slug == null ? new EdgeReply.Done(facts) : new EdgeReply.Refused(slug, facts));
                }
            }
        });
    }

    /// @param forgottenBefore answers that nobody asks for any more
    static DoorStore.Writing replied(OperationId order, EdgeReply reply, Instant at, Instant forgottenBefore) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM order_reply WHERE at < ?", forgottenBefore.toEpochMilli());
            switch (reply) {
                case EdgeReply.Done(Json.Obj facts) -> put(connection, order, null, facts, at);
                case EdgeReply.Refused(String slug, Json.Obj facts) -> put(connection, order, slug, facts, at);
            }
        };
    }

    private static void put(Connection connection, OperationId order, @Nullable String slug, Json.Obj facts, Instant at)
            throws SQLException {
        RowStore.run(connection, "INSERT OR IGNORE INTO order_reply (id, refused, facts, at) VALUES (?, ?, ?, ?)", order, slug,
                facts.canonical(), at.toEpochMilli());
    }

    Map<Thing, Applied> applied() throws SQLException {
        return file.read(reader -> {
            Map<Thing, Applied> found = new TreeMap<>();
            try (PreparedStatement select = reader.prepareStatement("SELECT about, version, settings, problem FROM setting");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    Thing about = Thing.of(row.getString(1));
                    found.put(about, new Applied(about, row.getLong(2),
                            Optional.ofNullable(row.getString(3)).map(text -> (Json.Obj) Json.parse(text)),
                            Optional.ofNullable(row.getString(4))));
                }
            }
            return found;
        });
    }

    static DoorStore.Writing applying(Iterable<Applied> items) {
        return connection -> {
            for (Applied item : items) {
                RowStore.run(connection,
                        "INSERT OR REPLACE INTO setting (about, version, settings, problem) VALUES (?, ?, ?, ?)",
                        item.about(), item.version(), item.settings().map(Json.Obj::canonical).orElse(null),
                        item.problem().orElse(null));
            }
        };
    }

    Map<OperationId, IssueStates.Told> issueStates() throws SQLException {
        return file.read(reader -> {
            Map<OperationId, IssueStates.Told> found = new TreeMap<>();
            try (PreparedStatement select = reader.prepareStatement("SELECT issue, state, at FROM issue_state");
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    found.put(OperationId.of(row.getString(1)),
                            new IssueStates.Told(row.getString(2), Instant.ofEpochMilli(row.getLong(3))));
                }
            }
            return found;
        });
    }

    /// @param forgottenBefore states that nobody is shown any more
    static DoorStore.Writing issueTold(OperationId issue, IssueStates.Told told, Instant forgottenBefore) {
        return connection -> {
            RowStore.run(connection, "DELETE FROM issue_state WHERE at < ?", forgottenBefore.toEpochMilli());
            RowStore.run(connection, "INSERT OR REPLACE INTO issue_state (issue, state, at) VALUES (?, ?, ?)", issue,
                    told.state(),
                    told.at().toEpochMilli());
        };
    }
}
