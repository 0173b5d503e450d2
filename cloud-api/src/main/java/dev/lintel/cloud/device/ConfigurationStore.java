package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Thing;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The rows of what is wanted of each thing of an edge, and of what it says it is.
final class ConfigurationStore {

    /// More changes than anybody makes; one edge must not be able to use the numbers up.
    private static final long VERSIONS = 1L << 53;

    private ConfigurationStore() {}

    /// @param settings nothing where the thing is to be forgotten
    record Wanted(long version, Optional<Json.Obj> settings) {}

    /// A thing with both its sides; either may be missing.
    record Both(Thing about, @Nullable Long wantedVersion, Optional<Json.Obj> wanted, Optional<Instant> changedAt,
            @Nullable Long version, Optional<Json.Obj> settings, Optional<String> problem, Optional<Instant> reportedAt) {}

    /// What is wanted of a thing, its row locked.
    static Optional<Wanted> lock(Handle handle, TenantId tenant, EdgeId edge, Thing about) {
        return handle
                .createQuery(
                        """
                                SELECT version, settings FROM desired WHERE tenant_id = :tenant AND edge_id = :edge AND about = :about FOR UPDATE
                                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("about", about.text())
                .map((row, context) -> new Wanted(row.getLong("version"), object(row.getString("settings"))))
                .findOne();
    }

    static void want(Handle handle, TenantId tenant, EdgeId edge, Thing about, Wanted wanted, Instant now) {
        handle.createUpdate("""
                INSERT INTO desired (tenant_id, edge_id, about, version, settings, changed_at)
                VALUES (:tenant, :edge, :about, :version, :settings, :now)
                ON CONFLICT (tenant_id, edge_id, about)
                DO UPDATE SET version = :version, settings = :settings, changed_at = :now, sent_at = NULL, settled = false
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("about", about.text())
                .bind("version", wanted.version())
                .bind("settings", wanted.settings().map(Json.Obj::canonical).orElse(null))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// A new certificate may mean a new disk: whatever was applied on the old one is to be sent again.
    static void forgetReports(Handle handle, TenantId tenant, EdgeId edge) {
        handle.createUpdate("DELETE FROM reported WHERE tenant_id = :tenant AND edge_id = :edge")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .execute();
        handle.createUpdate("""
                UPDATE desired SET settled = false, sent_at = NULL WHERE tenant_id = :tenant AND edge_id = :edge
                """).bind("tenant", tenant.value()).bind("edge", edge.value()).execute();
    }

    static int count(Handle handle, TenantId tenant, EdgeId edge) {
        return handle.createQuery("SELECT count(*) FROM desired WHERE tenant_id = :tenant AND edge_id = :edge")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .mapTo(Integer.class)
                .one();
    }

    /// What is not known yet is kept only below a number of things: whoever holds an edge's key could name ever new ones.
    static void reported(Handle handle, TenantId tenant, EdgeId edge, Applied applied, int most, Instant now) {
        if (applied.version() > VERSIONS) {
            return;
        }
        handle.createUpdate("""
                INSERT INTO reported (tenant_id, edge_id, about, version, settings, problem, at)
                SELECT :tenant, :edge, :about, :version, :settings, :problem, :now
                WHERE EXISTS (SELECT FROM reported WHERE tenant_id = :tenant AND edge_id = :edge AND about = :about)
                   OR (SELECT count(*) FROM reported WHERE tenant_id = :tenant AND edge_id = :edge) < :most
                ON CONFLICT (tenant_id, edge_id, about)
                DO UPDATE SET version = :version, settings = :settings, problem = :problem, at = :now
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("about", applied.about().text())
                .bind("version", applied.version())
                .bind("most", most)
                .bind("settings",
                        applied.about().isCredential() ? null : applied.settings().map(Json.Obj::canonical).orElse(null))
                .bind("problem", applied.problem().orElse(null))
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        // A version that was never wanted here was before this database came from a backup: what is wanted now goes above it.
        handle.createUpdate("""
                UPDATE desired SET settled = version = :version,
                    sent_at = CASE WHEN version < :version THEN NULL ELSE sent_at END,
                    version = CASE WHEN version < :version THEN :version + 1 ELSE version END
                WHERE tenant_id = :tenant AND edge_id = :edge AND about = :about
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("about", applied.about().text())
                .bind("version", applied.version())
                .execute();
    }

    /// The version that the edge says it has applied; 0 where it said none.
    static long reportedVersion(Handle handle, TenantId tenant, EdgeId edge, Thing about) {
        return handle.createQuery("""
                SELECT version FROM reported WHERE tenant_id = :tenant AND edge_id = :edge AND about = :about
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("about", about.text())
                .mapTo(Long.class)
                .findOne()
                .orElse(0L);
    }

    static List<Both> both(Handle handle, TenantId tenant, EdgeId edge, int limit) {
        return handle.createQuery("""
                SELECT coalesce(d.about, r.about) AS about, d.version AS wanted_version, d.settings AS wanted, d.changed_at,
                       r.version, r.settings, r.problem, r.at
                FROM (SELECT * FROM desired WHERE tenant_id = :tenant AND edge_id = :edge) d
                FULL JOIN (SELECT * FROM reported WHERE tenant_id = :tenant AND edge_id = :edge) r ON r.about = d.about
                ORDER BY 1 LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("limit", limit)
                .map((row, context) -> both(row))
                .list();
    }

    private static Both both(ResultSet row) throws SQLException {
        var changed = row.getTimestamp("changed_at");
        var at = row.getTimestamp("at");
        return new Both(Thing.of(row.getString("about")), row.getObject("wanted_version", Long.class),
                object(row.getString("wanted")), changed == null ? Optional.empty() : Optional.of(changed.toInstant()),
                row.getObject("version", Long.class), object(row.getString("settings")),
                Optional.ofNullable(row.getString("problem")), at == null ? Optional.empty() : Optional.of(at.toInstant()));
    }

    private static Optional<Json.Obj> object(@Nullable String text) {
        return Optional.ofNullable(text).map(written -> (Json.Obj) Json.parse(written));
    }
}
