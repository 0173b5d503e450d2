package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
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

/// The rows of what people reported at doors.
final class IssueStore {

    private IssueStore() {}

    /// False where it was known already, or the space is not on that floor.
    static boolean add(Handle handle, TenantId tenant, FloorId floor, OperationId id, Optional<SpaceId> space, String kind,
            Instant at) {
        return handle.createUpdate("""
                INSERT INTO issue (tenant_id, id, floor_id, space_id, kind, at, changed_at)
                SELECT f.tenant_id, :id, f.id, s.id, :kind, :at, :at FROM floor f
                LEFT JOIN space s ON s.tenant_id = f.tenant_id AND s.floor_id = f.id AND s.id = :space
                WHERE f.tenant_id = :tenant AND f.id = :floor ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("id", id.value())
                .bindByType("space", space.map(SpaceId::value).orElse(null), UUID.class)
                .bind("kind", kind)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute() > 0;
    }

    /// The newest first.
    ///
    /// @param state or nothing for all
    /// @param before the position after which to go on, or nothing for the first page
    static List<IssueView> list(Handle handle, TenantId tenant, @Nullable String state, @Nullable UUID before, int limit) {
        return handle
                .createQuery(
                        """
                                SELECT i.* FROM issue i WHERE i.tenant_id = :tenant AND (cast(:state AS text) IS NULL OR i.state = :state)
                                  AND (cast(:before AS uuid) IS NULL OR (i.at, i.id) < (SELECT b.at, b.id FROM issue b WHERE b.tenant_id = :tenant AND b.id = :before))
                                ORDER BY i.at DESC, i.id DESC LIMIT :limit
                                """)
                .bind("tenant", tenant.value())
                .bindByType("state", state, String.class)
                .bindByType("before", before, UUID.class)
                .bind("limit", limit)
                .map((row, context) -> view(row))
                .list();
    }

    static Optional<IssueView> change(Handle handle, TenantId tenant, UUID id, String state, String by, Instant now) {
        return handle.createQuery("""
                UPDATE issue SET state = :state, changed_at = :now, changed_by = :by WHERE tenant_id = :tenant AND id = :id
                RETURNING *
                """)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .bind("state", state)
                .bind("by", by)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .map((row, context) -> view(row))
                .findOne();
    }

    private static IssueView view(ResultSet row) throws SQLException {
        return new IssueView(row.getObject("id", UUID.class), row.getObject("floor_id", UUID.class),
                row.getObject("space_id", UUID.class), row.getString("kind"), row.getTimestamp("at").toInstant(),
                row.getString("state"), row.getTimestamp("changed_at").toInstant(), row.getString("changed_by"));
    }
}
