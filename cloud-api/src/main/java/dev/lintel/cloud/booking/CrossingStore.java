package dev.lintel.cloud.booking;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Crossing;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// Moves from floor to floor for which the cloud can do something now, read from what is open anyway: nothing is written
/// down that could differ from it.
@Singleton
class CrossingStore {

    /// The target keeps the place, and the source is not being asked; or the booking has left, and nobody keeps it.
    static final String DUE = """
            SELECT r.tenant_id, r.op, b.id, b.floor_id AS source, r.floor_id AS target, b.body FROM request r
            JOIN booking b ON b.tenant_id = r.tenant_id AND b.id = cast(cast(r.body AS json) -> 'command' ->> 'booking' AS uuid)
            WHERE r.body LIKE '%"kind":"arrive"%' AND r.body LIKE '%"held":true%' AND b.floor_id <> r.floor_id AND NOT EXISTS (
                SELECT FROM request s WHERE s.tenant_id = r.tenant_id AND s.op = r.op AND s.floor_id = b.floor_id)
            UNION ALL
            SELECT b.tenant_id, NULL, b.id, b.floor_id, s.floor_id, b.body FROM booking b
            JOIN space s ON s.tenant_id = b.tenant_id AND s.id = cast(cast(b.body AS json) -> 'phase' ->> 'space' AS uuid)
            WHERE b.phase = 'departed' AND NOT EXISTS (
                SELECT FROM request r WHERE r.tenant_id = b.tenant_id AND r.floor_id = s.floor_id
                    AND r.body LIKE '%"kind":"arrive"%' AND cast(r.body AS json) -> 'command' ->> 'booking' = b.id::text)
            """;

    /// @param operation whose wish it was; where that is forgotten, the one under which it is found
    record Due(TenantId tenant, OperationId operation, BookingId booking, FloorId source, FloorId target) {}

    /// Of all tenants, between floors that decide; in no order, so that what cannot go on for another reason never hides the rest.
    List<Due> due(Handle transaction, int limit) {
        return transaction.createQuery("SELECT d.* FROM (" + DUE + """
                ) d
                JOIN floor s ON s.tenant_id = d.tenant_id AND s.id = d.source AND s.standing = :deciding
                JOIN floor t ON t.tenant_id = d.tenant_id AND t.id = d.target AND t.standing = :deciding
                ORDER BY random() LIMIT :limit
                """)
                .bind("deciding", LineJson.standing(new Standing.Deciding()).canonical())
                .bind("limit", limit)
                .map(CrossingStore::found)
                .list();
    }

    /// Of the transaction's tenant, about one booking.
    Optional<Due> due(Handle transaction, BookingId booking) {
        return transaction.createQuery("SELECT * FROM (" + DUE + ") d WHERE d.id = :booking")
                .bind("booking", booking.value())
                .map(CrossingStore::found)
                .findFirst();
    }

    private static Due found(ResultSet row, StatementContext context) throws SQLException {
        var op = row.getObject("op", UUID.class);
        return new Due(new TenantId(row.getObject("tenant_id", UUID.class)),
                op == null ? Crossing.found(BookingJson.readBooking(Json.parse(row.getString("body")))) : new OperationId(op),
                new BookingId(row.getObject("id", UUID.class)), new FloorId(row.getObject("source", UUID.class)),
                new FloorId(row.getObject("target", UUID.class)));
    }
}
