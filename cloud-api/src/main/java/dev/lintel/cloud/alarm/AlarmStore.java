package dev.lintel.cloud.alarm;

import dev.lintel.protocol.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rows of alarms, read and marked; they are written with what they tell of.
final class AlarmStore {

    private static final String SELECT = """
            SELECT a.id, a.at, a.kind, a.detail, f.site_id, a.floor_id, a.op, a.seen_at, a.seen_by
            FROM alarm a JOIN floor f ON f.tenant_id = a.tenant_id AND f.id = a.floor_id
            WHERE a.tenant_id = :tenant
            """;

    private AlarmStore() {}

    /// The newest first.
    ///
    /// @param open only those that nobody has seen
    /// @param after the alarm after which to go on, or nothing for the first page
    static List<AlarmView> list(Handle handle, TenantId tenant, boolean open, @Nullable UUID after, int limit) {
        return handle.createQuery(SELECT + """
                  AND (NOT :open OR a.seen_at IS NULL)
                  AND (cast(:after AS uuid) IS NULL OR (a.at, a.id) < (
                      SELECT b.at, b.id FROM alarm b WHERE b.tenant_id = :tenant AND b.id = :after))
                ORDER BY a.at DESC, a.id DESC LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("open", open)
                .bindByType("after", after, UUID.class)
                .bind("limit", limit)
                .map((row, _) -> view(row))
                .list();
    }

    /// False where it was seen before, or the tenant has none of this id.
    static boolean see(Handle handle, TenantId tenant, UUID id, String by, Instant now) {
        return handle.createUpdate("""
                UPDATE alarm SET seen_at = :now, seen_by = :by WHERE tenant_id = :tenant AND id = :id AND seen_at IS NULL
                """)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("by", by)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .execute() > 0;
    }

    static Optional<AlarmView> find(Handle handle, TenantId tenant, UUID id) {
        return handle.createQuery(SELECT + " AND a.id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, _) -> view(row))
                .findOne();
    }

    private static AlarmView view(ResultSet row) throws SQLException {
        var seen = row.getTimestamp("seen_at");
        return new AlarmView(row.getObject("id", UUID.class), row.getTimestamp("at").toInstant(), row.getString("kind"),
                row.getString("detail"), row.getObject("site_id", UUID.class), row.getObject("floor_id", UUID.class),
                row.getObject("op", UUID.class), seen == null ? null : seen.toInstant(), row.getString("seen_by"));
    }
}
