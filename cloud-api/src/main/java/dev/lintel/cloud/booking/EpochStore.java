package dev.lintel.cloud.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Part;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Reads a whole floor for a snapshot, keeps the parts of a copy until all are there, and knows which doors a floor has had.
@Singleton
class EpochStore {

    private static final int SPACES = 1_000;

    private final SpaceStore spaces;
    private final VerifierStore verifiers;

    EpochStore(SpaceStore spaces, VerifierStore verifiers) {
        this.spaces = spaces;
        this.verifiers = verifiers;
    }

    /// @param hasDoor whether the floor has, or had, a door that may know more than this cloud
    record Floor(TenantId tenant, FloorId floor, boolean hasDoor) {}

    /// As the transaction that holds the floor sees it.
    Snapshot snapshot(Handle transaction, TenantId tenant, HeldFloor held, Instant now) {
        CloudFloor floor = held.floor();
        FloorId id = floor.at().floor();
        List<Space> all = spaces.ofFloor(transaction, tenant, id, new UUID(0, 0), SPACES)
                .stream()
                .map(SpaceStore.Found::space)
                .toList();
        return Snapshot.of(floor, held.ledger(), all, names(transaction, tenant, id), bookings(transaction, tenant, id, now))
                .with(verifiers.ofFloor(transaction, tenant, id));
    }

    private static Map<PersonId, String> names(Handle transaction, TenantId tenant, FloorId floor) {
        var names = new HashMap<PersonId, String>();
        transaction.createQuery("SELECT person_id, name FROM named WHERE tenant_id = :tenant AND floor_id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> Map.entry(new PersonId(row.getObject(1, UUID.class)), row.getString(2)))
                .forEach(entry -> names.put(entry.getKey(), entry.getValue()));
        return names;
    }

    private static List<Booking> bookings(Handle transaction, TenantId tenant, FloorId floor, Instant now) {
        return transaction.createQuery("""
                SELECT body FROM booking WHERE tenant_id = :tenant AND floor_id = :floor AND ends_at > :from AND starts_at < :to
                ORDER BY starts_at, id
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("from", LineStore.utc(now.minus(Duration.ofDays(Limits.COPY_DAYS_BACK))))
                .bind("to", LineStore.utc(now.plus(Duration.ofDays(Limits.COPY_DAYS_AHEAD))))
                .map((row, _) -> BookingJson.readBooking(Json.parse(row.getString(1))))
                .list();
    }

    /// Keeps a part; one of another whole makes those before it worthless.
    void keep(Handle transaction, TenantId tenant, FloorId floor, Part part, Instant now) {
        transaction.createUpdate("""
                DELETE FROM copy_part WHERE tenant_id = :tenant AND floor_id = :floor AND whole <> :whole
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("whole", part.whole().hex())
                .execute();
        transaction.createUpdate("""
                INSERT INTO copy_part (tenant_id, floor_id, whole, number, parts, rows, at)
                VALUES (:tenant, :floor, :whole, :number, :parts, :rows, :now) ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("whole", part.whole().hex())
                .bind("number", part.number())
                .bind("parts", part.of())
                .bind("rows", new Json.Arr(part.rows()).canonical())
                .bind("now", LineStore.utc(now))
                .execute();
    }

    int kept(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery("SELECT count(*) FROM copy_part WHERE tenant_id = :tenant AND floor_id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .mapTo(Integer.class)
                .one();
    }

    List<Part> parts(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery("""
                SELECT whole, number, parts, rows FROM copy_part WHERE tenant_id = :tenant AND floor_id = :floor ORDER BY number
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> new Part(new Hash(row.getString("whole")), row.getInt("number"), row.getInt("parts"),
                        Json.parse(row.getString("rows")) instanceof Json.Arr(List<Json> rows) ? rows : List.of()))
                .list();
    }

    void forgetParts(Handle transaction, TenantId tenant, FloorId floor) {
        transaction.createUpdate("DELETE FROM copy_part WHERE tenant_id = :tenant AND floor_id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .execute();
    }

    /// Whether this edge speaks for the floor now: one that was shut out does not, whatever a replica remembers of it.
    boolean isDoor(Handle transaction, TenantId tenant, FloorId floor, EdgeId edge) {
        return transaction.createQuery("""
                SELECT count(*) FROM edge_floor ef
                JOIN edge e ON e.tenant_id = ef.tenant_id AND e.id = ef.edge_id AND e.state = 'enrolled'
                WHERE ef.tenant_id = :tenant AND ef.floor_id = :floor AND ef.edge_id = :edge AND NOT ef.former
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("edge", edge.value())
                .mapTo(Integer.class)
                .one() > 0;
    }

    /// Whoever was the door of this floor is so no more; its late words are still read.
    void dismissDoors(Handle transaction, TenantId tenant, FloorId floor) {
        transaction.createUpdate("UPDATE edge_floor SET former = true WHERE tenant_id = :tenant AND floor_id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .execute();
    }

    /// A hello that was overtaken by the next one tells of no later connection.
    void connected(Handle transaction, TenantId tenant, FloorId floor, long connection) {
        transaction.createUpdate("""
                UPDATE floor SET link_connection = :connection
                WHERE tenant_id = :tenant AND id = :floor AND link_connection < :connection
                """)
                .bind("connection", connection)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .execute();
    }

    /// Whether the floor's door was welcomed on this connection and on no later one.
    boolean isConnected(Handle transaction, TenantId tenant, FloorId floor, long connection) {
        return transaction.createQuery("SELECT link_connection FROM floor WHERE tenant_id = :tenant AND id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .mapTo(Long.class)
                .one() == connection;
    }

    /// @param link `up` with its door's hello, `down` where that is away or another is expected, `none` where there will be none
    void link(Handle transaction, TenantId tenant, FloorId floor, String link, Instant now) {
        transaction.createUpdate("""
                UPDATE floor SET link = :link, link_silent = false, link_changed_at = :now
                WHERE tenant_id = :tenant AND id = :floor
                """)
                .bind("link", link)
                .bind("now", LineStore.utc(now))
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .execute();
    }

    /// Of a database from a backup: which doors are connected nobody knows. Each is there again with its next word.
    int unheard(Handle transaction, Instant now) {
        return transaction.createUpdate("""
                UPDATE floor SET link = 'down', link_silent = true, link_changed_at = :now WHERE link <> 'none'
                """).bind("now", LineStore.utc(now)).execute();
    }

    /// Every floor of every tenant.
    List<Floor> all(Handle transaction) {
        return transaction.createQuery("""
                SELECT f.tenant_id, f.id, EXISTS (SELECT FROM edge_floor ef WHERE ef.tenant_id = f.tenant_id
                    AND ef.floor_id = f.id AND NOT ef.former) OR f.log_seq > 0 OR f.line_at IS NOT NULL AS door
                FROM floor f ORDER BY f.tenant_id, f.id
                """)
                .map((row, _) -> new Floor(new TenantId(row.getObject("tenant_id", UUID.class)),
                        new FloorId(row.getObject("id", UUID.class)), row.getBoolean("door")))
                .list();
    }
}
