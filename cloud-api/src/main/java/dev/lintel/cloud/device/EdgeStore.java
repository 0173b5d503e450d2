package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The rows of edges, their floors, their enrolments and their certificates.
final class EdgeStore {

    private EdgeStore() {}

    static void insert(Handle handle, TenantId tenant, EdgeId edge, String name, Collection<FloorId> floors, Instant now) {
        handle.createUpdate("""
                INSERT INTO edge (tenant_id, id, name, state, created_at) VALUES (:tenant, :edge, :name, 'awaiting', :now)
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("name", name)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
        for (FloorId floor : floors) {
            handle.createUpdate("INSERT INTO edge_floor (tenant_id, edge_id, floor_id) VALUES (:tenant, :edge, :floor)")
                    .bind("tenant", tenant.value())
                    .bind("edge", edge.value())
                    .bind("floor", floor.value())
                    .execute();
        }
    }

    static void insertEnrolment(Handle handle, TenantId tenant, EdgeId edge, String tokenHash, Instant now, Instant expiresAt) {
        handle.createUpdate("""
                INSERT INTO enrolment (tenant_id, edge_id, token_hash, made_at, expires_at)
                VALUES (:tenant, :edge, :hash, :now, :expires)
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("hash", tokenHash)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("expires", expiresAt.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// How many of these floors the tenant has; a foreign floor counts as absent.
    static int countFloors(Handle handle, TenantId tenant, Collection<FloorId> floors) {
        return handle.createQuery("SELECT count(*) FROM floor WHERE tenant_id = :tenant AND id = ANY (:floors)")
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, floors.stream().map(FloorId::value).toList())
                .mapTo(Integer.class)
                .one();
    }

    /// The first of these floors that an enrolled edge already decides for. The floors' rows are locked, so that two
    /// admins cannot give one floor two doors.
    static Optional<FloorId> floorWithDoor(Handle handle, TenantId tenant, Collection<FloorId> floors) {
        List<UUID> ids = floors.stream().map(FloorId::value).sorted().toList();
        handle.createQuery("SELECT id FROM floor WHERE tenant_id = :tenant AND id = ANY (:floors) ORDER BY id FOR UPDATE")
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
        return handle.createQuery("""
                SELECT ef.floor_id FROM edge_floor ef JOIN edge e ON e.tenant_id = ef.tenant_id AND e.id = ef.edge_id
                WHERE ef.tenant_id = :tenant AND ef.floor_id = ANY (:floors) AND e.state = 'enrolled' AND NOT ef.former LIMIT 1
                """)
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, ids)
                .mapTo(UUID.class)
                .findOne()
                .map(FloorId::new);
    }

    /// Edges of these floors that were registered and never enrolled: their tokens end with them.
    static void retireAwaiting(Handle handle, TenantId tenant, Collection<FloorId> floors) {
        handle.createUpdate("""
                UPDATE edge e SET state = 'retired' FROM edge_floor ef
                WHERE e.tenant_id = :tenant AND e.state = 'awaiting' AND ef.tenant_id = e.tenant_id AND ef.edge_id = e.id
                  AND ef.floor_id = ANY (:floors)
                """)
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, floors.stream().map(FloorId::value).toList())
                .execute();
    }

    static List<EdgeView> list(Handle handle, TenantId tenant) {
        return handle.createQuery("""
                SELECT e.id, e.name, e.state, e.created_at,
                       array_agg(ef.floor_id ORDER BY ef.floor_id) FILTER (WHERE ef.floor_id IS NOT NULL) AS floors
                FROM edge e LEFT JOIN edge_floor ef ON ef.tenant_id = e.tenant_id AND ef.edge_id = e.id
                WHERE e.tenant_id = :tenant GROUP BY e.tenant_id, e.id, e.name, e.state, e.created_at
                ORDER BY e.created_at DESC, e.id LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("limit", EdgeView.PAGE)
                .map((row, context) -> view(row))
                .list();
    }

    private static EdgeView view(ResultSet row) throws SQLException {
        var floors = row.getArray("floors");
        return new EdgeView(row.getString("id"), row.getString("name"), row.getString("state"),
                floors == null ? List.of() : List.of((UUID[]) floors.getArray()),
                row.getTimestamp("created_at").toInstant());
    }

    /// Uses the token up, if it is still good. Of two that come at once the second waits for the first's commit and
    /// then finds nothing to update.
    static Optional<TenantId> burn(Handle handle, EdgeId edge, String tokenHash, Instant now) {
        return handle.createQuery("""
                WITH burnt AS (
                    UPDATE enrolment SET used_at = :now
                    WHERE edge_id = :edge AND token_hash = :hash AND used_at IS NULL AND expires_at > :now
                    RETURNING tenant_id, edge_id
                )
                UPDATE edge e SET state = 'enrolled' FROM burnt b
                WHERE e.tenant_id = b.tenant_id AND e.id = b.edge_id AND e.state = 'awaiting' RETURNING e.tenant_id
                """)
                .bind("edge", edge.value())
                .bind("hash", tokenHash)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }

    /// Whether this token was used before: then somebody has a copy of it.
    static boolean used(Handle handle, EdgeId edge, String tokenHash) {
        return handle.createQuery("""
                SELECT count(*) FROM enrolment WHERE edge_id = :edge AND token_hash = :hash AND used_at IS NOT NULL
                """)
                .bind("edge", edge.value())
                .bind("hash", tokenHash)
                .mapTo(Integer.class)
                .one() > 0;
    }

    static void insertCertificate(Handle handle, TenantId tenant, EdgeId edge, CertificateRow certificate) {
        handle.createUpdate("""
                INSERT INTO certificate (tenant_id, edge_id, serial, fingerprint, issued_at, expires_at)
                VALUES (:tenant, :edge, :serial, :fingerprint, :issued, :expires)
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("serial", certificate.serial())
                .bind("fingerprint", certificate.fingerprint())
                .bind("issued", certificate.issuedAt().atOffset(ZoneOffset.UTC))
                .bind("expires", certificate.expiresAt().atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// A floor whose door is known but has not spoken yet.
    static void expectDoor(Handle handle, TenantId tenant, EdgeId edge, Instant now) {
        handle.createUpdate("""
                UPDATE floor f SET link = 'down', link_changed_at = :now FROM edge_floor ef
                WHERE f.tenant_id = :tenant AND ef.tenant_id = f.tenant_id AND ef.floor_id = f.id AND ef.edge_id = :edge
                  AND f.link = 'none'
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// Those whose door it is.
    static List<FloorId> floors(Handle handle, TenantId tenant, EdgeId edge) {
        return floors(handle, tenant, edge, false);
    }

    /// Those whose door it was, until another took its place.
    static List<FloorId> formerFloors(Handle handle, TenantId tenant, EdgeId edge) {
        return floors(handle, tenant, edge, true);
    }

    private static List<FloorId> floors(Handle handle, TenantId tenant, EdgeId edge, boolean former) {
        return handle.createQuery("""
                SELECT floor_id FROM edge_floor WHERE tenant_id = :tenant AND edge_id = :edge AND former = :former
                ORDER BY floor_id
                """)
                .bind("former", former)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .mapTo(UUID.class)
                .map(FloorId::new)
                .list();
    }

    /// The tenant of an enrolled edge, whoever it is: asked before a tenant is known.
    static Optional<TenantId> tenant(Handle handle, EdgeId edge) {
        return handle.createQuery("SELECT tenant_id FROM edge WHERE id = :edge AND state = 'enrolled'")
                .bind("edge", edge.value())
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }

    record CertificateRow(String serial, String fingerprint, Instant issuedAt, Instant expiresAt) {}
}
