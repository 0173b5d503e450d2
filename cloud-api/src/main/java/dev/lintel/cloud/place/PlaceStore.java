package dev.lintel.cloud.place;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.SiteId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Sites and floors, and the writing of spaces.
@Singleton
class PlaceStore {

    private static final String FLOOR = """
            SELECT id, site_id, name, level, created_at, horizon_minutes, link, link_changed_at, epoch, line_at, feed_seq,
                   feed_acked_seq, log_seq
            FROM floor WHERE tenant_id = :tenant
            """;

    /// False: the tenant has one of this name.
    boolean addSite(Handle transaction, TenantId tenant, SiteView site) {
        return transaction.createUpdate("""
                INSERT INTO site (tenant_id, id, name, time_zone, created_at)
                VALUES (:tenant, :id, :name, :zone, :at) ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("id", site.id())
                .bind("name", site.name())
                .bind("zone", site.timeZone())
                .bind("at", utc(site.createdAt()))
                .execute() == 1;
    }

    Optional<SiteView> site(Handle transaction, TenantId tenant, SiteId id) {
        return transaction
                .createQuery("SELECT id, name, time_zone, created_at FROM site WHERE tenant_id = :tenant AND id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map(PlaceStore::site)
                .findOne();
    }

    List<SiteView> sites(Handle transaction, TenantId tenant, UUID after, int limit) {
        return transaction.createQuery("""
                SELECT id, name, time_zone, created_at FROM site WHERE tenant_id = :tenant AND id > :after
                ORDER BY id LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("after", after)
                .bind("limit", limit)
                .map(PlaceStore::site)
                .list();
    }

    /// False: the site has one of this name.
    boolean addFloor(Handle transaction, TenantId tenant, SiteId site, FloorId id, PlaceController.NewFloor wish,
            Generation generation, Instant at) {
        return transaction.createUpdate("""
                INSERT INTO floor (tenant_id, id, site_id, name, level, created_at, horizon_minutes, generation, standing)
                VALUES (:tenant, :id, :site, :name, :level, :at, coalesce(:horizon, 1440), :generation, :standing)
                ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .bind("site", site.value())
                .bind("name", wish.name().strip())
                .bind("at", utc(at))
                .bind("horizon", wish.horizonMinutes())
                .bind("level", wish.level())
                .bind("generation", generation.value())
                .bind("standing", LineJson.standing(new Standing.Deciding()).canonical())
                .execute() == 1;
    }

    /// What the wish does not name stays. False: there is no such floor.
    boolean changeFloor(Handle transaction, TenantId tenant, FloorId id, PlaceController.FloorChange wish) {
        return transaction.createUpdate("""
                UPDATE floor SET level = coalesce(:level, level), horizon_minutes = coalesce(:horizon, horizon_minutes)
                WHERE tenant_id = :tenant AND id = :id
                """)
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .bind("level", wish.level())
                .bind("horizon", wish.horizonMinutes())
                .execute() == 1;
    }

    Optional<FloorView> floor(Handle transaction, TenantId tenant, FloorId id) {
        return transaction.createQuery(FLOOR + " AND id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map(PlaceStore::floor)
                .findOne();
    }

    List<FloorView> floors(Handle transaction, TenantId tenant, SiteId site, UUID after, int limit) {
        return transaction.createQuery(FLOOR + " AND site_id = :site AND id > :after ORDER BY id LIMIT :limit")
                .bind("tenant", tenant.value())
                .bind("site", site.value())
                .bind("after", after)
                .bind("limit", limit)
                .map(PlaceStore::floor)
                .list();
    }

    /// False: the floor has one of this name.
    boolean addSpace(Handle transaction, TenantId tenant, FloorId floor, SpaceId id, SpaceController.NewSpace wish,
            Instant at) {
        var rules = wish.policy() == null ? SpacePolicy.USUAL : wish.policy();
        return transaction.createUpdate("""
                INSERT INTO space (tenant_id, id, floor_id, kind, name, capacity, privacy, created_at,
                    check_in_opens_seconds, grace_seconds, minimum_seconds, maximum_seconds, ahead_seconds,
                    buffer_seconds, kept_from_seconds, check_in_closes_seconds, amenities, position, guard)
                VALUES (:tenant, :id, :floor, :kind, :name, :capacity, coalesce(:privacy, 'title'), :at,
                    :opens * 60, :grace * 60, :minimum * 60, :maximum * 60, :ahead * 86400, :buffer * 60, :kept * 60,
                    nullif(:closes, 0) * 60, :amenities, :position, :guard)
                ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .bind("floor", floor.value())
                .bind("kind", wish.kind())
                .bind("name", wish.name().strip())
                .bind("capacity", wish.capacity())
                .bind("privacy", wish.privacy())
                .bind("at", utc(at))
                .bind("opens", rules.checkInOpensMinutes())
                .bind("grace", rules.graceMinutes())
                .bind("minimum", rules.minimumMinutes())
                .bind("maximum", rules.maximumMinutes())
                .bind("ahead", rules.aheadDays())
                .bind("buffer", rules.bufferMinutes())
                .bind("kept", rules.keptFromMinutes())
                .bind("closes", rules.checkInClosesMinutes())
                .bindByType("amenities", words(wish.amenities() == null ? List.of() : wish.amenities()), String[].class)
                .bind("position", wish.position())
                .bind("guard", rules.guard())
                .execute() == 1;
    }

    /// Each word once.
    private static String @Nullable [] words(@Nullable List<String> amenities) {
        return amenities == null ? null : amenities.stream().distinct().sorted().toArray(String[]::new);
    }

    /// What the wish does not name stays. False: another space of the floor has the name.
    boolean changeSpace(Handle transaction, TenantId tenant, FloorId floor, SpaceId id,
            SpaceController.SpaceChange wish) {
        var rules = wish.policy() == null ? SpacePolicy.USUAL : wish.policy();
        return transaction.createUpdate("""
                UPDATE space SET name = coalesce(:name, name), capacity = coalesce(:capacity, capacity),
                    privacy = coalesce(:privacy, privacy),
                    closed = CASE WHEN cast(:closed AS text) IS NULL THEN closed ELSE nullif(:closed, '') END,
                    check_in_opens_seconds = coalesce(:opens * 60, check_in_opens_seconds),
                    grace_seconds = coalesce(:grace * 60, grace_seconds),
                    minimum_seconds = coalesce(:minimum * 60, minimum_seconds),
                    maximum_seconds = coalesce(:maximum * 60, maximum_seconds),
                    ahead_seconds = coalesce(:ahead * 86400, ahead_seconds),
                    buffer_seconds = coalesce(:buffer * 60, buffer_seconds),
                    kept_from_seconds = coalesce(:kept * 60, kept_from_seconds),
                    check_in_closes_seconds = nullif(coalesce(:closes * 60, check_in_closes_seconds), 0),
                    amenities = coalesce(cast(:amenities AS text[]), amenities), position = coalesce(:position, position),
                    guard = CASE WHEN :guarded THEN :guard ELSE guard END,
                    version = version + 1
                WHERE tenant_id = :tenant AND id = :id AND NOT EXISTS (
                    SELECT FROM space other WHERE other.tenant_id = :tenant AND other.floor_id = :floor
                        AND other.id <> :id AND other.name = :name)
                """)
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .bind("floor", floor.value())
                .bind("name", wish.name())
                .bind("capacity", wish.capacity())
                .bind("privacy", wish.privacy())
                .bind("closed", wish.closed())
                .bind("opens", rules.checkInOpensMinutes())
                .bind("grace", rules.graceMinutes())
                .bind("minimum", rules.minimumMinutes())
                .bind("maximum", rules.maximumMinutes())
                .bind("ahead", rules.aheadDays())
                .bind("buffer", rules.bufferMinutes())
                .bind("kept", rules.keptFromMinutes())
                .bind("closes", rules.checkInClosesMinutes())
                .bindByType("amenities", words(wish.amenities()), String[].class)
                .bind("position", wish.position())
                .bind("guarded", rules.unlock() != null)
                .bind("guard", rules.guard())
                .execute() == 1;
    }

    private static SiteView site(ResultSet row, StatementContext context) throws SQLException {
        return new SiteView(row.getObject("id", UUID.class), row.getString("name"), row.getString("time_zone"),
                row.getTimestamp("created_at").toInstant());
    }

    private static FloorView floor(ResultSet row, StatementContext context) throws SQLException {
        var link = switch (row.getString("link")) {
            case "up" -> "linked";
            case "down" -> "offline";
            default -> "none";
        };
        return new FloorView(row.getObject("id", UUID.class), row.getObject("site_id", UUID.class),
                row.getString("name"), row.getObject("level", Integer.class), row.getInt("horizon_minutes"), link,
                instant(row, "link_changed_at"),
                row.getLong("epoch"), instant(row, "line_at"), row.getLong("feed_seq"), row.getLong("feed_acked_seq"),
                row.getLong("log_seq"), row.getTimestamp("created_at").toInstant());
    }

    private static @Nullable Instant instant(ResultSet row, String column) throws SQLException {
        var value = row.getObject(column, OffsetDateTime.class);
        return value == null ? null : value.toInstant();
    }

    private static OffsetDateTime utc(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }
}
