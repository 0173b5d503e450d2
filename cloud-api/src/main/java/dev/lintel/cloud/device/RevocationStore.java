package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.TenantId;
import java.math.BigInteger;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;

/// The rows of certificates that are no longer good. Serial numbers are kept as hexadecimal text.
final class RevocationStore {

    private static final int HEXADECIMAL = 16;

    private RevocationStore() {}

    /// Every revoked certificate that could still connect: those past their time need no entry, the date refuses them. Of one that
    /// is only remembered from before a restore the end is not known; it was made before it was revoked.
    static List<Revocations.Revoked> inForce(Handle handle, Instant now) {
        return handle.createQuery("""
                SELECT r.serial, r.edge_id, r.at, r.reason FROM revocation r
                LEFT JOIN certificate c ON c.tenant_id = r.tenant_id AND c.edge_id = r.edge_id AND c.serial = r.serial
                WHERE c.expires_at > :now OR c.serial IS NULL AND r.at > :oldest
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("oldest", now.minus(Authority.EDGE_VALIDITY).atOffset(ZoneOffset.UTC))
                .map((row, _) -> revoked(row))
                .list();
    }

    /// Every revoked certificate that could still connect or be renewed if nobody knew that it was revoked: one that has ended is
    /// renewed for a while yet.
    static List<Revocations.Revoked> mattering(Handle handle, Instant now) {
        return handle.createQuery("SELECT serial, edge_id, at, reason FROM revocation WHERE at > :oldest")
                .bind("oldest", now.minus(Authority.EDGE_VALIDITY).minus(RenewalDesk.GRACE).atOffset(ZoneOffset.UTC))
                .map((row, _) -> revoked(row))
                .list();
    }

    private static Revocations.Revoked revoked(ResultSet row) throws SQLException {
        return new Revocations.Revoked(serial(row.getString("serial")), EdgeId.of(row.getString("edge_id")),
                row.getTimestamp("at").toInstant(), Revocations.Ending.of(row.getString("reason")));
    }

    /// Those of which the database has no row, with the tenant of their edges; nothing of edges that it does not know.
    static Map<Revocations.Revoked, TenantId> forgotten(Handle handle, Collection<Revocations.Revoked> remembered) {
        var bySerial = remembered.stream().collect(Collectors.toMap(one -> text(one.serial()), one -> one, (one, _) -> one));
        var found = new LinkedHashMap<Revocations.Revoked, TenantId>();
        handle.createQuery("""
                SELECT u.serial, e.tenant_id FROM unnest(:serials, :edges) AS u (serial, edge)
                JOIN edge e ON e.id = u.edge
                WHERE NOT EXISTS (SELECT FROM revocation r WHERE r.tenant_id = e.tenant_id AND r.edge_id = e.id
                                  AND r.serial = u.serial)
                ORDER BY u.serial
                """)
                .bindArray("serials", String.class, remembered.stream().map(one -> text(one.serial())).toList())
                .bindArray("edges", String.class, remembered.stream().map(one -> one.edge().value()).toList())
                .map((row, _) -> found.put(Objects.requireNonNull(bySerial.get(row.getString("serial"))),
                        new TenantId(row.getObject("tenant_id", UUID.class))))
                .list();
        return found;
    }

    /// Writes one down again; false when another replica has.
    static boolean recall(Handle handle, TenantId tenant, Revocations.Revoked one) {
        return handle.createUpdate("""
                INSERT INTO revocation (tenant_id, edge_id, serial, at, reason) VALUES (:tenant, :edge, :serial, :at, :reason)
                ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("edge", one.edge().value())
                .bind("serial", text(one.serial()))
                .bind("at", one.at().atOffset(ZoneOffset.UTC))
                .bind("reason", one.ending().word())
                .execute() > 0;
    }

    /// Revokes every certificate of an edge, ends its unused tokens and orders, and leaves it in this state, unless it has been
    /// replaced already; false when the tenant has no such edge. A token outlives nothing: whoever found it with the machine
    /// would be let in again.
    static boolean end(Handle handle, TenantId tenant, EdgeId edge, String state, String reason, Instant now) {
        int found = handle.createUpdate("""
                UPDATE edge SET state = CASE state WHEN 'retired' THEN state ELSE :state END
                WHERE tenant_id = :tenant AND id = :edge
                """)
                .bind("state", state)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .execute();
        handle.createUpdate("""
                INSERT INTO revocation (tenant_id, edge_id, serial, at, reason)
                SELECT tenant_id, edge_id, serial, :now, :reason FROM certificate
                WHERE tenant_id = :tenant AND edge_id = :edge ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("reason", Revocations.Ending.shuttingOut(reason))
                .execute();
        EdgeStore.endTokens(handle, tenant, edge, now);
        OrderStore.endOrders(handle, tenant, edge, now);
        return found > 0;
    }

    static String text(BigInteger serial) {
        return serial.toString(HEXADECIMAL);
    }

    private static BigInteger serial(String text) {
        return new BigInteger(text, HEXADECIMAL);
    }
}
