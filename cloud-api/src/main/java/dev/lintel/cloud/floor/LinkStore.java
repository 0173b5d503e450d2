package dev.lintel.cloud.floor;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Whether a floor's door is connected, and since when that is so.
final class LinkStore {

    private static final String CONNECTED = "SELECT tenant_id, id, epoch, horizon_minutes FROM floor WHERE link = 'up'";

    private LinkStore() {}

    /// A connected floor and how far ahead its line is kept.
    record Connected(TenantId tenant, FloorId floor, long epoch, Duration horizon) {}

    /// A page of the connected floors whose line is so far behind its horizon that a grant may be due, by id.
    ///
    /// @param now as the rules will see it; they decide again, by the floor itself
    static List<Connected> due(Handle handle, Instant now, UUID after, int limit) {
        return handle
                .createQuery(CONNECTED
                        + """
                                 AND (line_at IS NULL OR line_at <= :now - make_interval(secs => :step) + make_interval(mins => horizon_minutes))
                                 AND feed_acked_seq >= grant_seq AND id > :after
                                ORDER BY id LIMIT :limit
                                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("step", Limits.GRANT_STEP.toSeconds())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> connected(row))
                .list();
    }

    /// Of these floors, those that are connected.
    static List<Connected> connected(Handle handle, Collection<FloorId> floors) {
        return handle.createQuery(CONNECTED + " AND id = ANY (:floors)")
                .bindArray("floors", UUID.class, floors.stream().map(FloorId::value).toList())
                .map((row, context) -> connected(row))
                .list();
    }

    private static Connected connected(ResultSet row) throws SQLException {
        return new Connected(new TenantId(row.getObject("tenant_id", UUID.class)), new FloorId(row.getObject("id", UUID.class)),
                row.getLong("epoch"), Duration.ofMinutes(row.getLong("horizon_minutes")));
    }

    static boolean down(Handle handle, TenantId tenant, EdgeId edge, long connection, OperationId operation, Instant now) {
        return down(handle, """
                f.tenant_id = :tenant AND (f.link = 'up' OR f.link_silent) AND f.link_connection <= :connection
                AND f.id IN (SELECT floor_id FROM edge_floor WHERE tenant_id = :tenant AND edge_id = :which AND NOT former)
                """, Map.of("tenant", tenant.value(), "which", edge.value(), "connection", connection), false, operation, now);
    }

    /// Whoever was not heard since then counts as gone until the next word.
    static boolean silent(Handle handle, Instant since, OperationId operation, Instant now) {
        return down(handle, "f.link = 'up' AND coalesce(f.heard_at, f.link_changed_at) < :since",
                Map.of("since", since.atOffset(ZoneOffset.UTC)), true, operation, now);
    }

    /// With an embedded broker nobody can be connected before it has started, whatever the table remembers.
    static int allDown(Handle handle, Instant now) {
        return handle.createUpdate("""
                WITH due AS (SELECT tenant_id, id FROM floor WHERE link = 'up' ORDER BY id FOR UPDATE)
                UPDATE floor f SET link = 'down', link_changed_at = :now FROM due
                WHERE f.tenant_id = due.tenant_id AND f.id = due.id
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// Takes floors down that are not, and tells whoever watches them, in the same transaction. Up they come with their door's
    /// hello, in the transaction that answers it. The floors are locked in the order of their ids, as everywhere.
    private static boolean down(Handle handle, String condition, Map<String, ?> values, boolean silent,
            OperationId operation, Instant now) {
        return handle.createUpdate("""
                WITH due AS (
                    SELECT f.tenant_id, f.id FROM floor f WHERE (f.link <> 'down' OR f.link_silent <> :silent) AND %s
                    ORDER BY f.id FOR UPDATE
                ), changed AS (
                    UPDATE floor f SET link = 'down', link_silent = :silent, link_changed_at = :now FROM due
                    WHERE f.tenant_id = due.tenant_id AND f.id = due.id RETURNING f.tenant_id, f.site_id, f.id
                )
                INSERT INTO live_event (tenant_id, at, op, site_id, floor_id, kind, body)
                SELECT tenant_id, :now, :op, site_id, id, 'link', :body FROM changed
                """.formatted(condition))
                .bindMap(values)
                .bind("silent", silent)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("op", operation.value())
                .bind("body", "{\"link\":\"down\"}")
                .execute() > 0;
    }
}
