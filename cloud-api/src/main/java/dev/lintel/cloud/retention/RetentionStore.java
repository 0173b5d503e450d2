package dev.lintel.cloud.retention;

import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.Update;

/// Takes away what has been kept long enough, of all tenants, some rows at a time.
@Singleton
class RetentionStore {

    /// Of the jobs that only one replica does at a time.
    private static final long LOCK = 0x4c696e74656c0001L;

    /// What ends with the transaction is another replica's turn. False: one is at it.
    boolean isMyTurn(Handle transaction) {
        return transaction.createQuery("SELECT pg_try_advisory_xact_lock(:lock)").bind("lock", LOCK).mapTo(Boolean.class).one();
    }

    /// Whose rows: of these tenants only, or of all but these.
    record Whose(boolean only, Set<UUID> tenants) {}

    /// A booking as it is kept, where only its text is changed.
    private record Kept(UUID tenant, UUID id, String body) {}

    /// Rewritten as text and not as a booking: what a newer version wrote into it stays.
    ///
    /// @param after earlier ones were looked at before
    int titles(Handle transaction, Whose whose, Instant after, Instant before, int most) {
        List<Kept> rows = ended(transaction, "body LIKE '%\"title\":%'", whose, after, before, most);
        rewrite(transaction, rows, List.of("title"));
        return rows.size();
    }

    int people(Handle transaction, Whose whose, Instant after, Instant before, int most) {
        List<Kept> rows = ended(transaction, "organiser IS NOT NULL", whose, after, before, most);
        rewrite(transaction, rows, List.of("title", "organiser"));
        transaction.createUpdate("UPDATE booking SET organiser = NULL WHERE id = ANY (:ids) AND ends_at < :before")
                .bind("ids", rows.stream().map(Kept::id).toArray(UUID[]::new))
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .execute();
        return rows.size();
    }

    private static List<Kept> ended(Handle transaction, String condition, Whose whose, Instant after, Instant before,
            int most) {
        return transaction.createQuery("""
                SELECT tenant_id, id, body FROM booking
                WHERE ends_at < :before AND ends_at >= :after AND (tenant_id = ANY (:tenants)) = :only AND\s""" + condition
                + " LIMIT :most FOR UPDATE SKIP LOCKED")
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("after", after.atOffset(ZoneOffset.UTC))
                .bindArray("tenants", UUID.class, whose.tenants())
                .bind("only", whose.only())
                .bind("most", most)
                .map((row, _) -> new Kept(row.getObject(1, UUID.class), row.getObject(2, UUID.class), row.getString(3)))
                .list();
    }

    private static void rewrite(Handle transaction, List<Kept> rows, List<String> without) {
        if (rows.isEmpty()) {
            return;
        }
        var batch = transaction.prepareBatch("UPDATE booking SET body = :body WHERE tenant_id = :tenant AND id = :id");
        for (Kept row : rows) {
            var fields = new TreeMap<>(((Json.Obj) Json.parse(row.body())).fields());
            without.forEach(fields::remove);
            batch.bind("tenant", row.tenant()).bind("id", row.id()).bind("body", new Json.Obj(fields).canonical()).add();
        }
        batch.execute();
    }

    int wishes(Handle transaction, Whose whose, Instant before, int most) {
        return delete(transaction, "wish", "ends_at < :before AND state <> 'due'", whose, before, most);
    }

    int operations(Handle transaction, Instant before, int most) {
        return delete(transaction, "operation", "made_at < :before", before, most);
    }

    /// What was done, and what its edge never heard in time.
    int orders(Handle transaction, Instant before, int most) {
        return delete(transaction, "edge_order", "least(answered_at, expires_at) < :before", before, most);
    }

    int tokens(Handle transaction, Instant before, int most) {
        return delete(transaction, "enrolment", "expires_at < :before", before, most);
    }

    int certificates(Handle transaction, Instant before, int most) {
        return delete(transaction, "certificate", "expires_at < :before", before, most);
    }

    /// Of certificates that are forgotten themselves: their dates refuse them.
    int revocations(Handle transaction, Instant before, int most) {
        return delete(transaction, "revocation r", """
                r.at < :before AND NOT EXISTS (SELECT FROM certificate c
                    WHERE c.tenant_id = r.tenant_id AND c.edge_id = r.edge_id AND c.serial = r.serial)
                """, before, most);
    }

    int alarms(Handle transaction, Whose whose, Instant before, int most) {
        return delete(transaction, "alarm", "at < :before", whose, before, most);
    }

    int issues(Handle transaction, Instant before, int most) {
        return delete(transaction, "issue", "state = 'fixed' AND changed_at < :before", before, most);
    }

    int notices(Handle transaction, Instant before, int most) {
        return delete(transaction, "notice", "made_at < :before", before, most);
    }

    int sessions(Handle transaction, Instant before, int most) {
        return delete(transaction, "session", "(ended_at < :before OR expires_at < :before)", before, most);
    }

    int liveEvents(Handle transaction, Instant before, int most) {
        return delete(transaction, "live_event", "at < :before", before, most);
    }

    /// Kept, however old: what the door has not acknowledged, and the last entry that it has, by whose hash both know that
    /// they speak of one feed.
    int feed(Handle transaction, Instant before, int most) {
        return delete(transaction, "feed r", """
                r.written_at < :before AND NOT EXISTS (
                    SELECT FROM floor f WHERE f.tenant_id = r.tenant_id AND f.id = r.floor_id AND f.epoch = r.epoch
                        AND r.seq >= f.feed_acked_seq)
                """, before, most);
    }

    /// Kept, however old: the last entry applied, and all of a floor that was restored and has not been heard out, whose wishes
    /// nobody has decided yet.
    int doorLog(Handle transaction, Instant before, int most) {
        return delete(transaction, "door_log r", """
                r.applied_at < :before AND NOT EXISTS (
                    SELECT FROM floor f WHERE f.tenant_id = r.tenant_id AND f.id = r.floor_id AND f.epoch = r.epoch
                        AND (r.seq >= f.log_seq OR f.standing LIKE '%"doubting"%'))
                """, before, most);
    }

    /// Kept, however old: the answers of operations that are open, and those of a floor whose door still has to hear of so
    /// old things.
    int answers(Handle transaction, Instant before, int most) {
        return delete(transaction, "answer r", """
                r.at < :before
                AND NOT EXISTS (SELECT FROM request q WHERE q.tenant_id = r.tenant_id AND q.op = r.op)
                AND NOT EXISTS (
                    SELECT FROM floor f JOIN feed e ON e.tenant_id = f.tenant_id AND e.floor_id = f.id AND e.epoch = f.epoch
                        AND e.seq > f.feed_acked_seq AND e.written_at < :before
                    WHERE f.tenant_id = r.tenant_id AND f.id = r.floor_id)
                """, before, most);
    }

    int audit(Handle transaction, Whose whose, Instant before, int most) {
        return transaction.createQuery("SELECT forget_audit(cast(:before AS timestamptz), :most, :tenants, :only)")
                .bindArray("tenants", UUID.class, whose.tenants())
                .bind("only", whose.only())
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .mapTo(Integer.class)
                .one();
    }

    private static int delete(Handle transaction, String table, String condition, Instant before, int most) {
        return delete(transaction, table, condition).bind("before", before.atOffset(ZoneOffset.UTC))
                .bind("most", most)
                .execute();
    }

    private static int delete(Handle transaction, String table, String condition, Whose whose, Instant before, int most) {
        return delete(transaction, table, condition + " AND (tenant_id = ANY (:tenants)) = :only")
                .bind("before", before.atOffset(ZoneOffset.UTC))
                .bindArray("tenants", UUID.class, whose.tenants())
                .bind("only", whose.only())
                .bind("most", most)
                .execute();
    }

    private static Update delete(Handle transaction, String table, String condition) {
        String name = table.split(" ", 2)[0];
        return transaction.createUpdate("DELETE FROM " + name + " WHERE ctid = ANY (ARRAY(SELECT ctid FROM " + table + " WHERE "
                + condition + " LIMIT :most))");
    }
}
