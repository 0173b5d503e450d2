package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;

/// The rows of edges, their floors, their enrolments and their certificates.
final class EdgeStore {

    /// Of an edge `e`: it is enrolled, or was replaced and holds a certificate that nobody revoked.
    static final String HEARD = """
            (e.state = 'enrolled' OR e.state = 'retired' AND EXISTS (SELECT FROM certificate held
                LEFT JOIN revocation lost ON lost.tenant_id = held.tenant_id AND lost.edge_id = held.edge_id
                    AND lost.serial = held.serial
                WHERE held.tenant_id = e.tenant_id AND held.edge_id = e.id AND lost.serial IS NULL))
            """;

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

    /// The first of these floors that has a door, be it shut out for now: only a replacement makes room for another (R13).
    /// The floors' rows are locked, so that two admins cannot give one floor two doors.
    static Optional<FloorId> floorWithDoor(Handle handle, TenantId tenant, Collection<FloorId> floors) {
        List<UUID> ids = floors.stream().map(FloorId::value).sorted().toList();
        handle.createQuery("SELECT id FROM floor WHERE tenant_id = :tenant AND id = ANY (:floors) ORDER BY id FOR UPDATE")
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, ids)
                .mapTo(UUID.class)
                .list();
        return handle.createQuery("""
                SELECT ef.floor_id FROM edge_floor ef JOIN edge e ON e.tenant_id = ef.tenant_id AND e.id = ef.edge_id
                WHERE ef.tenant_id = :tenant AND ef.floor_id = ANY (:floors) AND e.state NOT IN ('awaiting', 'retired')
                  AND NOT ef.former LIMIT 1
                """)
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, ids)
                .mapTo(UUID.class)
                .findOne()
                .map(FloorId::new);
    }

    /// Edges of these floors that were registered and never enrolled, their rows locked: everywhere an edge is locked before its
    /// floors.
    static List<EdgeId> lockAwaiting(Handle handle, TenantId tenant, Collection<FloorId> floors) {
        return handle.createQuery("""
                SELECT e.id FROM edge e WHERE e.tenant_id = :tenant AND e.state = 'awaiting' AND EXISTS (
                    SELECT FROM edge_floor ef WHERE ef.tenant_id = e.tenant_id AND ef.edge_id = e.id
                      AND ef.floor_id = ANY (:floors))
                ORDER BY e.id FOR UPDATE
                """)
                .bind("tenant", tenant.value())
                .bindArray("floors", UUID.class, floors.stream().map(FloorId::value).toList())
                .mapTo(String.class)
                .map(EdgeId::of)
                .list();
    }

    /// Their tokens end with them.
    static void retireAwaiting(Handle handle, TenantId tenant, Collection<FloorId> floors, Instant now) {
        for (EdgeId edge : lockAwaiting(handle, tenant, floors)) {
            retire(handle, tenant, edge);
            endTokens(handle, tenant, edge, now);
        }
    }

    static List<EdgeView> list(Handle handle, TenantId tenant) {
        return views(handle, tenant, Optional.empty());
    }

    static Optional<EdgeView> find(Handle handle, TenantId tenant, EdgeId edge) {
        return views(handle, tenant, Optional.of(edge)).stream().findFirst();
    }

    private static List<EdgeView> views(Handle handle, TenantId tenant, Optional<EdgeId> one) {
        return handle
                .createQuery(
                        """
                                SELECT e.id, e.name, e.state, e.created_at, h.body, h.at,
                                       (SELECT array_agg(ef.floor_id ORDER BY ef.floor_id) FROM edge_floor ef
                                        WHERE ef.tenant_id = e.tenant_id AND ef.edge_id = e.id) AS floors,
                                       (SELECT max(f.heard_at) FROM floor f JOIN edge_floor ef ON ef.tenant_id = f.tenant_id AND ef.floor_id = f.id
                                        WHERE ef.tenant_id = e.tenant_id AND ef.edge_id = e.id AND e.state = 'enrolled') AS heard_at,
                                       (SELECT max(c.expires_at) FROM certificate c
                                        LEFT JOIN revocation r ON r.tenant_id = c.tenant_id AND r.edge_id = c.edge_id AND r.serial = c.serial
                                        WHERE c.tenant_id = e.tenant_id AND c.edge_id = e.id AND r.serial IS NULL) AS certificate_expires_at
                                FROM edge e LEFT JOIN edge_health h ON h.tenant_id = e.tenant_id AND h.edge_id = e.id
                                WHERE e.tenant_id = :tenant AND (:edge = '' OR e.id = :edge)
                                ORDER BY e.created_at DESC, e.id LIMIT :limit
                                """)
                .bind("tenant", tenant.value())
                .bind("edge", one.map(EdgeId::value).orElse(""))
                .bind("limit", EdgeView.PAGE)
                .map((row, context) -> view(row))
                .list();
    }

    private static EdgeView view(ResultSet row) throws SQLException {
        var floors = row.getArray("floors");
        var heard = row.getTimestamp("heard_at");
        var expires = row.getTimestamp("certificate_expires_at");
        var told = row.getTimestamp("at");
        var seen = Stream.of(heard, told).filter(Objects::nonNull).map(Timestamp::toInstant).max(Instant::compareTo);
        return new EdgeView(row.getString("id"), row.getString("name"), row.getString("state"),
                floors == null ? List.of() : List.of((UUID[]) floors.getArray()),
                row.getTimestamp("created_at").toInstant(), seen.orElse(null), expires == null ? null : expires.toInstant(),
                told == null ? null : EdgeView.health(told.toInstant(), row.getString("body")));
    }

    /// Uses the token up, if it is still good and its edge may enrol; one that buys nothing is not used. The edge's row is
    /// locked first, so that of two who come at once, or of one and a revocation, the second sees what the first did.
    static Optional<TenantId> burn(Handle handle, EdgeId edge, String tokenHash, Instant now) {
        handle.createQuery("SELECT id FROM edge WHERE id = :edge FOR UPDATE")
                .bind("edge", edge.value())
                .mapTo(String.class)
                .findOne();
        return handle.createQuery("""
                WITH burnt AS (
                    UPDATE enrolment n SET used_at = :now FROM edge e
                    WHERE n.edge_id = :edge AND n.token_hash = :hash AND n.used_at IS NULL AND n.expires_at > :now
                      AND e.tenant_id = n.tenant_id AND e.id = n.edge_id AND e.state <> 'retired'
                      AND NOT EXISTS (SELECT FROM edge_floor mine
                          JOIN edge_floor theirs ON theirs.tenant_id = mine.tenant_id AND theirs.floor_id = mine.floor_id
                          JOIN edge o ON o.tenant_id = theirs.tenant_id AND o.id = theirs.edge_id AND o.state = 'enrolled'
                          WHERE mine.tenant_id = e.tenant_id AND mine.edge_id = e.id AND o.id <> e.id
                            AND NOT mine.former AND NOT theirs.former)
                    RETURNING n.tenant_id, n.edge_id
                )
                UPDATE edge e SET state = 'enrolled' FROM burnt b WHERE e.tenant_id = b.tenant_id AND e.id = b.edge_id
                RETURNING e.tenant_id
                """)
                .bind("edge", edge.value())
                .bind("hash", tokenHash)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }

    /// Whose token this is, if it was used before: then somebody has a copy of it.
    static Optional<TenantId> used(Handle handle, EdgeId edge, String tokenHash) {
        return handle.createQuery("""
                SELECT tenant_id FROM enrolment WHERE edge_id = :edge AND token_hash = :hash AND used_at IS NOT NULL
                """)
                .bind("edge", edge.value())
                .bind("hash", tokenHash)
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }

    /// The state of an edge, its row locked; nothing where the tenant has none of this id.
    static Optional<String> lock(Handle handle, TenantId tenant, EdgeId edge) {
        return handle.createQuery("SELECT state FROM edge WHERE tenant_id = :tenant AND id = :edge FOR UPDATE")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .mapTo(String.class)
                .findOne();
    }

    /// Tokens of an edge that were not used end when a newer one is made.
    static void endTokens(Handle handle, TenantId tenant, EdgeId edge, Instant now) {
        handle.createUpdate("""
                UPDATE enrolment SET expires_at = :now WHERE tenant_id = :tenant AND edge_id = :edge AND used_at IS NULL
                  AND expires_at > :now
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .execute();
    }

    /// Another edge has its floors, or none: it keeps its certificate until that ends, for what it decided and has not told
    /// yet (R13), and gets no other. Whatever happens to it from now on concerns none of them.
    static void retire(Handle handle, TenantId tenant, EdgeId edge) {
        handle.createUpdate("UPDATE edge SET state = 'retired' WHERE tenant_id = :tenant AND id = :edge")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .execute();
        handle.createUpdate("UPDATE edge_floor SET former = true WHERE tenant_id = :tenant AND edge_id = :edge")
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .execute();
    }

    /// A floor whose door is known but has not spoken yet. With a new disk it counts its connections from the beginning.
    static void expectDoor(Handle handle, TenantId tenant, EdgeId edge, Instant now) {
        handle.createUpdate("""
                WITH its AS (
                    SELECT f.tenant_id, f.id FROM floor f
                    JOIN edge_floor ef ON ef.tenant_id = f.tenant_id AND ef.floor_id = f.id
                    WHERE f.tenant_id = :tenant AND ef.edge_id = :edge AND NOT ef.former ORDER BY f.id FOR UPDATE OF f
                )
                UPDATE floor f SET link_connection = 0, link = CASE f.link WHEN 'none' THEN 'down' ELSE f.link END,
                    link_changed_at = CASE f.link WHEN 'none' THEN :now ELSE f.link_changed_at END
                FROM its WHERE f.tenant_id = its.tenant_id AND f.id = its.id
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

    /// The tenant of an edge that is heard, whoever it is: asked before a tenant is known.
    static Optional<TenantId> tenant(Handle handle, EdgeId edge) {
        return handle.createQuery("SELECT e.tenant_id FROM edge e WHERE e.id = :edge AND " + HEARD)
                .bind("edge", edge.value())
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }
}
