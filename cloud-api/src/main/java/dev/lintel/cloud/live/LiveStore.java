package dev.lintel.cloud.live;

import dev.lintel.protocol.identity.TenantId;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Reads events in the order in which they can be told complete: only of transactions older than the oldest that is still
/// running, so that nothing ever appears behind a position that was told.
///
/// Sorted by the columns of the table: `xact` alone would mean the column of the answer, a number, which no index has in order.
final class LiveStore {

    private static final String COLUMNS = """
            SELECT tenant_id, xact::text::bigint AS xact, seq, at, op, site_id, floor_id, space_id, person_id, kind, body
            FROM live_event
            WHERE (xact, seq) > (:xact::text::xid8, :seq) AND xact < pg_snapshot_xmin(pg_current_snapshot())
            """;

    private LiveStore() {}

    /// Up to which position everything has been told when nothing is under way.
    static Position end(Handle handle) {
        return handle.createQuery("""
                SELECT xact::text::bigint AS xact, seq FROM live_event WHERE xact < pg_snapshot_xmin(pg_current_snapshot())
                ORDER BY live_event.xact DESC, live_event.seq DESC LIMIT 1
                """)
                .map((row, context) -> new Position(row.getLong("xact"), row.getLong("seq")))
                .findOne()
                .orElse(Position.START);
    }

    /// Whether a position is of this history and what follows it is all there: a database from a backup counts on from lower,
    /// and what is kept has an end.
    static boolean knows(Handle handle, Position position) {
        return handle.createQuery("""
                SELECT :xact < pg_snapshot_xmax(pg_current_snapshot())::text::bigint
                    AND (NOT EXISTS (SELECT FROM live_event)
                        OR EXISTS (SELECT FROM live_event WHERE (xact, seq) <= (:xact::text::xid8, :seq)))
                """)
                .bind("xact", position.transaction())
                .bind("seq", position.number())
                .mapTo(Boolean.class)
                .one();
    }

    /// The next events of all tenants.
    static List<Telling> after(Handle handle, Position position, int limit) {
        return handle.createQuery(COLUMNS + " ORDER BY live_event.xact, live_event.seq LIMIT :limit")
                .bind("xact", position.transaction())
                .bind("seq", position.number())
                .bind("limit", limit)
                .map((row, context) -> telling(row))
                .list();
    }

    /// The next events of one tenant.
    static List<Telling> after(Handle handle, TenantId tenant, Position position, int limit) {
        return handle.createQuery(COLUMNS + " AND tenant_id = :tenant ORDER BY live_event.xact, live_event.seq LIMIT :limit")
                .bind("xact", position.transaction())
                .bind("seq", position.number())
                .bind("tenant", tenant.value())
                .bind("limit", limit)
                .map((row, context) -> telling(row))
                .list();
    }

    private static Telling telling(ResultSet row) throws SQLException {
        var position = new Position(row.getLong("xact"), row.getLong("seq"));
        UUID site = row.getObject("site_id", UUID.class);
        UUID floor = row.getObject("floor_id", UUID.class);
        Optional<UUID> space = Optional.ofNullable(row.getObject("space_id", UUID.class));
        return new Telling(position, new TenantId(row.getObject("tenant_id", UUID.class)), row.getObject("op", UUID.class),
                channels(site, floor, space, Optional.ofNullable(row.getObject("person_id", UUID.class))),
                LiveFrames.event(position, row.getObject("at", OffsetDateTime.class).toInstant(),
                        row.getObject("op", UUID.class),
                        site, floor, space, row.getString("kind"), row.getString("body")));
    }

    /// What is for one person goes to nobody else.
    private static List<Channel> channels(UUID site, UUID floor, Optional<UUID> space, Optional<UUID> person) {
        if (person.isPresent()) {
            return List.of(new Channel.Person(person.get()));
        }
        var channels = new ArrayList<Channel>(List.of(new Channel.Tenant(), new Channel.Site(site), new Channel.Floor(floor)));
        space.ifPresent(id -> channels.add(new Channel.Space(id)));
        return channels;
    }
}
