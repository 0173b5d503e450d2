package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Guard;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.SiteId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Spaces as the rules and a door know them: with the names and the clock of the place they lie in.
@Singleton
public class SpaceStore {

    private static final String DESK = "desk";

    /// How many spaces' floors are remembered; beyond this the memory starts anew.
    private static final int REMEMBERED = 100_000;

    /// How the standing of a floor that decides is written.
    static final String DECIDING = LineJson.standing(new Standing.Deciding()).canonical();

    private static final String SELECT = """
            SELECT s.id, s.floor_id, f.site_id, s.kind, s.name, s.capacity, s.closed, s.privacy, s.version,
                   s.check_in_opens_seconds, s.grace_seconds, s.minimum_seconds, s.maximum_seconds, s.ahead_seconds,
                   s.buffer_seconds, s.kept_from_seconds, s.check_in_closes_seconds, s.guard, f.name AS floor_name, t.time_zone,
                   s.amenities, s.position
            FROM space s
            JOIN floor f ON f.tenant_id = s.tenant_id AND f.id = s.floor_id
            JOIN site t ON t.tenant_id = f.tenant_id AND t.id = f.site_id
            WHERE s.tenant_id = :tenant
            """;
    /// One space of one tenant, with `?` for both.
    static final String ONE = SELECT.replace(":tenant", "?") + " AND s.id = ?";

    private final Map<SpaceKey, FloorId> floors = new ConcurrentHashMap<>();

    private record SpaceKey(TenantId tenant, SpaceId space) {}

    /// @param kind room or desk
    /// @param version counts the changes of the space itself
    /// @param amenities what it has, as words
    /// @param position where it lies along its floor, where somebody has said so
    public record Found(Space space, FloorId floor, SiteId site, String kind, int version, Set<String> amenities,
            OptionalInt position) {

        public Found {
            amenities = Set.copyOf(amenities);
        }
    }

    /// On which floor a space lies, where that has been asked before.
    Optional<FloorId> remembered(TenantId tenant, SpaceId id) {
        return Optional.ofNullable(floors.get(new SpaceKey(tenant, id)));
    }

    /// On which floor a space lies. It never changes, so it is read once.
    Optional<FloorId> floorOf(Handle transaction, TenantId tenant, SpaceId id) {
        var key = new SpaceKey(tenant, id);
        var remembered = remembered(tenant, id);
        if (remembered.isPresent()) {
            return remembered;
        }
        var found = find(transaction, tenant, id).map(Found::floor);
        found.ifPresent(floor -> {
            if (floors.size() >= REMEMBERED) {
                floors.clear();
            }
            floors.put(key, floor);
        });
        return found;
    }

    public Optional<Found> find(Handle transaction, TenantId tenant, SpaceId id) {
        return transaction.createQuery(SELECT + " AND s.id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map((row, _) -> found(row))
                .findOne();
    }

    /// Held until the transaction ends, so that two changes of one space come one after the other.
    public Optional<Found> lock(Handle transaction, TenantId tenant, SpaceId id) {
        return transaction.createQuery(SELECT + " AND s.id = :id FOR UPDATE OF s")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map((row, _) -> found(row))
                .findOne();
    }

    public List<Found> ofFloor(Handle transaction, TenantId tenant, FloorId floor, UUID after, int limit) {
        return transaction
                .createQuery(SELECT + " AND s.floor_id = :floor AND s.id > :after ORDER BY s.id LIMIT :limit")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("after", after)
                .bind("limit", limit)
                .map((row, _) -> found(row))
                .list();
    }

    /// Open spaces of the same site and kind with the seats and all of the amenities, near storeys first.
    List<Found> like(Handle transaction, TenantId tenant, Found wished, int seats, int limit) {
        return transaction
                .createQuery(
                        SELECT + """
                                 AND f.site_id = :site AND f.standing = :deciding AND s.kind = :kind AND s.id <> :id AND s.capacity >= :seats AND s.closed IS NULL
                                  AND s.amenities @> cast(:amenities AS text[])
                                ORDER BY f.id <> :floor,
                                    abs(f.level - (SELECT level FROM floor WHERE tenant_id = :tenant AND id = :floor)) NULLS LAST,
                                    s.capacity, s.id
                                LIMIT :limit
                                """)
                .bind("tenant", tenant.value())
                .bind("site", wished.site().value())
                .bind("deciding", DECIDING)
                .bind("kind", wished.kind())
                .bind("id", wished.space().id().value())
                .bind("floor", wished.floor().value())
                .bind("seats", seats)
                .bind("amenities", wished.amenities().toArray(String[]::new))
                .bind("limit", limit)
                .map((row, _) -> found(row))
                .list();
    }

    static Found found(ResultSet row) throws SQLException {
        var usual = Policy.USUAL;
        var policy = new Policy(seconds(row, "check_in_opens_seconds", usual.checkInOpens()),
                seconds(row, "grace_seconds", usual.grace()), seconds(row, "minimum_seconds", usual.minimum()),
                seconds(row, "maximum_seconds", usual.maximum()), seconds(row, "ahead_seconds", usual.ahead()),
                seconds(row, "buffer_seconds", usual.buffer()), seconds(row, "kept_from_seconds", usual.keptFrom()),
                Optional.ofNullable(row.getObject("check_in_closes_seconds", Integer.class)).map(Duration::ofSeconds));
        var space = new Space(new SpaceId(row.getObject("id", UUID.class)), row.getString("name"),
                row.getInt("capacity"), row.getString("floor_name"), ZoneId.of(row.getString("time_zone")), policy,
                Privacy.valueOf(row.getString("privacy").toUpperCase(Locale.ROOT)),
                Optional.ofNullable(row.getString("closed")), read(row.getString("guard")));
        var kind = row.getString("kind");
        // R15: a desk has no door, whatever its floor has.
        return new Found(kind.equals(DESK) ? space.withoutDoor() : space, new FloorId(row.getObject("floor_id", UUID.class)),
                new SiteId(row.getObject("site_id", UUID.class)), kind, row.getInt("version"),
                Set.of((String[]) row.getArray("amenities").getArray()), whole(row, "position"));
    }

    /// As the column holds a guard; nothing where nothing is asked.
    public static Optional<String> written(Guard guard) {
        return guard.isOpen() ? Optional.empty() : Optional.of(BookingJson.guard(guard).canonical());
    }

    private static Guard read(@Nullable String column) {
        return column == null ? Guard.OPEN : BookingJson.readGuard(Json.parse(column));
    }

    private static OptionalInt whole(ResultSet row, String column) throws SQLException {
        var value = row.getInt(column);
        return row.wasNull() ? OptionalInt.empty() : OptionalInt.of(value);
    }

    private static Duration seconds(ResultSet row, String column, Duration usual) throws SQLException {
        var value = row.getInt(column);
        return row.wasNull() ? usual : Duration.ofSeconds(value);
    }
}
