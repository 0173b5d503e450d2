package dev.lintel.cloud.floor;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Whether a floor's door is connected, and since when that is so.
final class LinkStore {

    private static final int FLOORS = 10_000;

    private LinkStore() {}

    /// A connected floor and how far ahead its line is kept.
    record Connected(TenantId tenant, FloorId floor, long epoch, Duration horizon) {}

    static List<Connected> connected(Handle handle) {
        return handle
                .createQuery(
                        "SELECT tenant_id, id, epoch, horizon_minutes FROM floor WHERE link = 'up' ORDER BY id LIMIT :limit")
                .bind("limit", FLOORS)
                .map((row, context) -> connected(row))
                .list();
    }

    private static Connected connected(ResultSet row) throws SQLException {
        return new Connected(new TenantId(row.getObject("tenant_id", UUID.class)), new FloorId(row.getObject("id", UUID.class)),
                row.getLong("epoch"), Duration.ofMinutes(row.getLong("horizon_minutes")));
    }

    /// The epoch that entries must belong to; 0 where there is no such floor, which no door ever has.
    static long epoch(Handle handle, TenantId tenant, FloorId floor) {
        return handle.createQuery("SELECT epoch FROM floor WHERE tenant_id = :tenant AND id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    static boolean up(Handle handle, TenantId tenant, FloorId floor, OperationId operation, Instant now) {
        return change(handle, tenant, "f.id = :which", floor.value(), "up", operation, now);
    }

    static boolean down(Handle handle, TenantId tenant, EdgeId edge, OperationId operation, Instant now) {
        return change(handle, tenant, """
                f.link = 'up' AND f.id IN (SELECT floor_id FROM edge_floor WHERE tenant_id = :tenant AND edge_id = :which)
                """, edge.value(), "down", operation, now);
    }

    /// With an embedded broker nobody can be connected before it has started, whatever the table remembers.
    static int allDown(Handle handle, Instant now) {
        return handle.createUpdate("UPDATE floor SET link = 'down', link_changed_at = :now WHERE link = 'up'")
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// Changes the state where it is another one, and tells whoever watches the floor, in the same transaction.
    private static boolean change(Handle handle, TenantId tenant, String condition, Object which, String link,
            OperationId operation, Instant now) {
        return handle.createUpdate("""
                WITH changed AS (
                    UPDATE floor f SET link = :link, link_changed_at = :now
                    WHERE f.tenant_id = :tenant AND f.link <> :link AND %s RETURNING f.tenant_id, f.site_id, f.id
                )
                INSERT INTO live_event (tenant_id, at, op, site_id, floor_id, kind, body)
                SELECT tenant_id, :now, :op, site_id, id, 'link', :body FROM changed
                """.formatted(condition))
                .bind("tenant", tenant.value())
                .bind("which", which)
                .bind("link", link)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("op", operation.value())
                .bind("body", "{\"link\":\"" + link + "\"}")
                .execute() > 0;
    }
}
