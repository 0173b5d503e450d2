package dev.lintel.cloud.booking;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Mark;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Query;

/// How far doors that were replaced have been heard. Read and written under the floor's lock.
final class FormerDoorStore {

    private FormerDoorStore() {}

    /// Whose log, of which epoch.
    record Whose(TenantId tenant, FloorId floor, EdgeId edge, long epoch) {}

    /// @param head where the log ended when its door greeted; 0 before that
    record Cursor(Mark mark, long head) {

        boolean heardOut() {
            return mark.seq() >= head;
        }
    }

    /// Before its first late word, a door was heard as far as its log was applied.
    static Cursor cursor(Handle handle, Whose whose) {
        return bound(handle.createQuery("""
                SELECT seq, hash, head_seq FROM late_cursor
                WHERE tenant_id = :tenant AND floor_id = :floor AND edge_id = :edge AND epoch = :epoch
                """), whose)
                .bind("edge", whose.edge().value())
                .map((row, _) -> new Cursor(new Mark(row.getLong("seq"), new Hash(row.getString("hash"))),
                        row.getLong("head_seq")))
                .findOne()
                .orElseGet(() -> new Cursor(applied(handle, whose), 0));
    }

    /// The floor remembers it of the epoch before the present one; of an older one, the log that is kept.
    private static Mark applied(Handle handle, Whose whose) {
        Optional<Mark> known = bound(handle.createQuery("""
                SELECT seq, hash FROM (
                    SELECT seq, hash FROM door_log WHERE tenant_id = :tenant AND floor_id = :floor AND epoch = :epoch
                    UNION ALL
                    SELECT before_seq, before_hash FROM floor WHERE tenant_id = :tenant AND id = :floor AND epoch = :epoch + 1
                ) applied ORDER BY seq DESC LIMIT 1
                """), whose).map((row, _) -> new Mark(row.getLong("seq"), new Hash(row.getString("hash")))).findOne();
        return known.orElse(Mark.START);
    }

    private static Query bound(Query query, Whose whose) {
        return query.bind("tenant", whose.tenant().value())
                .bind("floor", whose.floor().value())
                .bind("epoch", whose.epoch());
    }

    static void keep(Handle handle, Whose whose, Cursor cursor) {
        handle.createUpdate("""
                INSERT INTO late_cursor (tenant_id, floor_id, edge_id, epoch, seq, hash, head_seq)
                VALUES (:tenant, :floor, :edge, :epoch, :seq, :hash, :head)
                ON CONFLICT (tenant_id, floor_id, edge_id, epoch) DO UPDATE SET seq = :seq, hash = :hash, head_seq = :head
                """)
                .bind("tenant", whose.tenant().value())
                .bind("floor", whose.floor().value())
                .bind("edge", whose.edge().value())
                .bind("epoch", whose.epoch())
                .bind("seq", cursor.mark().seq())
                .bind("hash", cursor.mark().hash().hex())
                .bind("head", cursor.head())
                .execute();
    }
}
