package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.TenantId;
import java.math.BigInteger;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// The rows of certificates that are no longer good. Serial numbers are kept as hexadecimal text.
final class RevocationStore {

    /// Why a certificate ended whose edge goes on with a later one.
    static final String RENEWED = "renewed";

    private static final int HEXADECIMAL = 16;

    private RevocationStore() {}

    /// Every revoked certificate that could still connect: those past their time need no entry, the date refuses them.
    static List<Revocations.Revoked> inForce(Handle handle, Instant now) {
        return handle.createQuery("""
                SELECT r.serial, r.edge_id, r.at, r.reason = :renewed AS followed FROM revocation r
                JOIN certificate c ON c.tenant_id = r.tenant_id AND c.edge_id = r.edge_id AND c.serial = r.serial
                WHERE c.expires_at > :now
                """)
                .bind("renewed", RENEWED)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> new Revocations.Revoked(serial(row.getString("serial")),
                        EdgeId.of(row.getString("edge_id")),
                        row.getTimestamp("at").toInstant(), row.getBoolean("followed")))
                .list();
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
                .bind("reason", reason)
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
