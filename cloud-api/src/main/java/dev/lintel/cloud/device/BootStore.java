package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.TenantId;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The starts of each edge's agent that were seen.
final class BootStore {

    /// A copy shows itself within minutes; more starts than this need not be remembered to notice it.
    private static final int KEPT = 32;

    private BootStore() {}

    /// @param connection the latest with which it was seen
    /// @param first the one with which it showed itself; connections are counted on the disk, across starts
    record Boot(BootId id, long connection, long first) {}

    /// The newest first. The edge's row is locked, so that two replicas that hear the same are one after the other.
    static List<Boot> seen(Handle handle, TenantId tenant, EdgeId edge) {
        handle.createQuery("SELECT id FROM edge WHERE tenant_id = :tenant AND id = :edge FOR UPDATE")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .mapTo(String.class)
                .findOne();
        return handle.createQuery("""
                SELECT boot, connection, first_connection FROM edge_boot WHERE tenant_id = :tenant AND edge_id = :edge
                ORDER BY number DESC LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("limit", KEPT)
                .map((row, context) -> new Boot(new BootId(row.getObject("boot", UUID.class)), row.getLong("connection"),
                        row.getLong("first_connection")))
                .list();
    }

    static void put(Handle handle, TenantId tenant, EdgeId edge, BootId boot, long connection, Instant now) {
        handle.createUpdate("""
                INSERT INTO edge_boot (tenant_id, edge_id, boot, connection, first_connection, first_at, last_at)
                VALUES (:tenant, :edge, :boot, :connection, :connection, :now, :now)
                ON CONFLICT (tenant_id, edge_id, boot) DO UPDATE SET connection = :connection, last_at = :now
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("boot", boot.value())
                .bind("connection", connection)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        handle.createUpdate("""
                DELETE FROM edge_boot WHERE tenant_id = :tenant AND edge_id = :edge AND number < (
                    SELECT min(number) FROM (SELECT number FROM edge_boot WHERE tenant_id = :tenant AND edge_id = :edge
                                             ORDER BY number DESC LIMIT :limit) latest)
                """).bind("tenant", tenant.value()).bind("edge", edge.value()).bind("limit", KEPT).execute();
    }

    /// A new certificate begins a new life.
    static void forget(Handle handle, TenantId tenant, EdgeId edge) {
        handle.createUpdate("DELETE FROM edge_boot WHERE tenant_id = :tenant AND edge_id = :edge")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .execute();
    }
}
