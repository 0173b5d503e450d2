package dev.lintel.cloud.floor;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Reads what stands in the feeds and was not acknowledged. Writing them is the booking desk's, in its transactions.
final class FeedStore {

    private static final String OUTSTANDING = """
            SELECT f.tenant_id, f.id, e.id AS edge_id, f.epoch, f.generation, f.feed_acked_seq, f.feed_seq
            FROM floor f
            JOIN edge_floor ef ON ef.tenant_id = f.tenant_id AND ef.floor_id = f.id AND NOT ef.former
            JOIN edge e ON e.tenant_id = ef.tenant_id AND e.id = ef.edge_id AND e.state = 'enrolled'
            WHERE f.link = 'up' AND f.standing = '%s'
            """.formatted(LineJson.standing(new Standing.Deciding()).canonical());

    private FeedStore() {}

    /// A floor whose door is connected, and how far its feed goes.
    record Outstanding(TenantId tenant, FloorId floor, EdgeId edge, long epoch, Generation generation, long acknowledged,
            long written) {}

    /// A page of the floors whose feed has something to send, by id.
    static List<Outstanding> outstanding(Handle handle, UUID after, int limit) {
        return handle
                .createQuery(OUTSTANDING + " AND f.feed_seq > f.feed_acked_seq AND f.id > :after ORDER BY f.id LIMIT :limit")
                .bind("after", after)
                .bind("limit", limit)
                .map((row, context) -> outstanding(row))
                .list();
    }

    /// Of these floors, those whose door is connected, whether or not there is something to send.
    static List<Outstanding> connected(Handle handle, Collection<FloorId> floors) {
        return handle.createQuery(OUTSTANDING + " AND f.id = ANY (:floors) ORDER BY f.id")
                .bindArray("floors", UUID.class, floors.stream().map(FloorId::value).toList())
                .map((row, context) -> outstanding(row))
                .list();
    }

    /// Connected floors that have acknowledged everything and were not heard since.
    static List<Outstanding> silent(Handle handle, Instant since, int limit) {
        return handle.createQuery(OUTSTANDING + """
                 AND f.feed_seq = f.feed_acked_seq AND f.feed_seq > 0 AND coalesce(f.heard_at, f.link_changed_at) < :since
                ORDER BY f.heard_at NULLS FIRST LIMIT :limit
                """)
                .bind("since", since.atOffset(ZoneOffset.UTC))
                .bind("limit", limit)
                .map((row, context) -> outstanding(row))
                .list();
    }

    private static Outstanding outstanding(ResultSet row) throws SQLException {
        return new Outstanding(new TenantId(row.getObject("tenant_id", UUID.class)),
                new FloorId(row.getObject("id", UUID.class)),
                EdgeId.of(row.getString("edge_id")), row.getLong("epoch"),
                new Generation(row.getObject("generation", UUID.class)),
                row.getLong("feed_acked_seq"), row.getLong("feed_seq"));
    }

    /// The next entries after a number: as many as one message carries, and at least one.
    static List<Entry> batch(Handle handle, Outstanding floor, long after) {
        List<String> bodies = handle.createQuery("""
                SELECT body FROM feed WHERE tenant_id = :tenant AND floor_id = :floor AND epoch = :epoch AND seq > :after
                ORDER BY seq LIMIT :limit
                """)
                .bind("tenant", floor.tenant().value())
                .bind("floor", floor.floor().value())
                .bind("epoch", floor.epoch())
                .bind("after", after)
                .bind("limit", Limits.BATCH_ENTRIES)
                .mapTo(String.class)
                .list();
        var entries = new ArrayList<Entry>();
        int size = 0;
        for (String body : bodies) {
            size += body.length();
            if (!entries.isEmpty() && size > Limits.BATCH_BYTES) {
                break;
            }
            entries.add(LineJson.readEntry(Json.parse(body)));
        }
        return entries;
    }
}
