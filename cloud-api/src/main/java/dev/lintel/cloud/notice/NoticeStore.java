package dev.lintel.cloud.notice;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// The outbox, and the inbox it becomes.
@Singleton
public class NoticeStore {

    private static final String SELECT = """
            SELECT n.tenant_id, n.id, n.person_id, n.booking_id, n.decision, n.kind, n.body, n.made_at, n.read_at, n.mail_tries,
                   p.email, p.active, coalesce(p.locale, t.locale) AS locale
            FROM notice n
            JOIN person p ON p.tenant_id = n.tenant_id AND p.id = n.person_id
            JOIN tenant t ON t.id = n.tenant_id
            """;

    private final IdSource ids;

    NoticeStore(IdSource ids) {
        this.ids = ids;
    }

    /// A kept notice and whom it is for.
    ///
    /// @param active false: the person has left, and gets no mail
    /// @param tries how often a mail was tried before
    record Kept(TenantId tenant, UUID id, PersonId person, BookingId booking, UUID decision, String kind, Json.Obj facts,
            Instant madeAt, Optional<Instant> readAt, int tries, String email, boolean active, String locale) {}

    /// Adds a notice, once for each person, booking and decision; none for a person whom a restored database has forgotten.
    public void add(Handle transaction, TenantId tenant, Notice notice, Instant at) {
        transaction.createUpdate("""
                INSERT INTO notice (tenant_id, id, person_id, booking_id, decision, floor_id, kind, standing, body, made_at)
                SELECT tenant_id, :id, id, :booking, :decision, :floor, :kind, :standing, :body, :at FROM person
                WHERE tenant_id = :tenant AND id = :person
                ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("id", ids.next())
                .bind("person", notice.person().value())
                .bind("booking", notice.booking().value())
                .bind("decision", notice.decision().value())
                .bind("floor", notice.floor().value())
                .bind("kind", notice.kind())
                .bind("standing", notice.standing())
                .bind("body", notice.facts().canonical())
                .bind("at", utc(at))
                .execute();
    }

    /// These bookings stand otherwise now: what says how they stood is neither told nor mailed any more. A mail that is on its
    /// way was true when it left; where that fails, it is not tried again.
    public void dropStanding(Handle transaction, TenantId tenant, Collection<BookingId> bookings, Instant at) {
        transaction.createUpdate("""
                UPDATE notice SET dropped_at = CASE WHEN told_at IS NULL OR mail = 'sending' THEN cast(:at AS timestamptz) END,
                    mail = CASE WHEN mail = 'waiting' THEN 'dropped' ELSE mail END
                WHERE tenant_id = :tenant AND booking_id = ANY (:bookings) AND standing AND dropped_at IS NULL
                  AND (told_at IS NULL OR mail IN ('waiting', 'sending'))
                """)
                .bind("tenant", tenant.value())
                .bindArray("bookings", UUID.class, bookings.stream().map(BookingId::value).toList())
                .bind("at", utc(at))
                .execute();
    }

    /// What a person heard last of how the booking stands.
    public Optional<String> lastStanding(Handle transaction, TenantId tenant, PersonId person, BookingId booking) {
        return transaction.createQuery("""
                SELECT kind FROM notice
                WHERE tenant_id = :tenant AND person_id = :person AND booking_id = :booking AND standing AND told_at IS NOT NULL
                ORDER BY id DESC LIMIT 1
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("booking", booking.value())
                .mapTo(String.class)
                .findOne();
    }

    /// A backlog up to this entry is coming: notices of the floor wait.
    public void hold(Handle transaction, TenantId tenant, FloorId floor, long seq, Instant until) {
        transaction.createUpdate("""
                UPDATE floor SET barrier_until = :until, barrier_seq = :seq WHERE tenant_id = :tenant AND id = :floor
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("seq", seq)
                .bind("until", utc(until))
                .execute();
    }

    /// The floor's log is applied up to this entry: where that was the backlog, its notices go.
    public void letGo(Handle transaction, TenantId tenant, FloorId floor, long seq) {
        transaction.createUpdate("""
                UPDATE floor SET barrier_until = NULL, barrier_seq = NULL
                WHERE tenant_id = :tenant AND id = :floor AND barrier_seq <= :seq
                """).bind("tenant", tenant.value()).bind("floor", floor.value()).bind("seq", seq).execute();
    }

    /// Tells what no barrier holds back: into the inbox, as an event to the person's own channel, and as a mail to send.
    /// Several replicas share the rows without waiting for each other.
    int tell(Handle transaction, boolean mails, Instant now, int limit) {
        return transaction.createUpdate("""
                WITH due AS (
                    SELECT n.tenant_id, n.id FROM notice n JOIN floor f ON f.tenant_id = n.tenant_id AND f.id = n.floor_id
                    WHERE n.told_at IS NULL AND n.dropped_at IS NULL
                      AND (f.barrier_until IS NULL OR f.barrier_until <= :now)
                    ORDER BY n.made_at LIMIT :limit FOR UPDATE OF n SKIP LOCKED
                ), told AS (
                    UPDATE notice n SET told_at = :now, mail = :mail, mail_due_at = :now FROM due
                    WHERE n.tenant_id = due.tenant_id AND n.id = due.id RETURNING n.*
                )
                INSERT INTO live_event (tenant_id, at, op, site_id, floor_id, person_id, kind, body)
                SELECT n.tenant_id, :now, n.decision, f.site_id, f.id, n.person_id, 'notice',
                    '{"booking":"' || n.booking_id || '","kind":"' || n.kind || '","notice":"' || n.id || '"}'
                FROM told n JOIN floor f ON f.tenant_id = n.tenant_id AND f.id = n.floor_id
                """)
                .bind("now", utc(now))
                .bind("mail", mails ? "waiting" : "none")
                .bind("limit", limit)
                .execute();
    }

    /// Takes mails to send for as long as the lease; whoever dies with one leaves it to the next.
    List<Kept> claimMails(Handle transaction, Instant now, Duration lease, int limit) {
        var claimed = transaction.createQuery("""
                WITH due AS (
                    SELECT tenant_id, id FROM notice WHERE mail IN ('waiting', 'sending') AND mail_due_at <= :now
                    ORDER BY mail_due_at LIMIT :limit FOR UPDATE SKIP LOCKED
                )
                UPDATE notice n SET mail = 'sending', mail_tries = mail_tries + 1, mail_due_at = :until FROM due
                WHERE n.tenant_id = due.tenant_id AND n.id = due.id RETURNING n.id
                """)
                .bind("now", utc(now))
                .bind("until", utc(now.plus(lease)))
                .bind("limit", limit)
                .mapTo(UUID.class)
                .list();
        return transaction.createQuery(SELECT + " WHERE n.id = ANY (:ids) ORDER BY n.made_at, n.id")
                .bind("ids", claimed.toArray(UUID[]::new))
                .map(NoticeStore::kept)
                .list();
    }

    /// @param mail `sent`, `parked`, or `waiting` for another try
    void mailed(Handle transaction, Kept notice, String mail, Instant dueAt) {
        transaction.createUpdate("""
                UPDATE notice SET mail = CASE WHEN :mail = 'waiting' AND dropped_at IS NOT NULL THEN 'dropped' ELSE :mail END,
                    mail_due_at = :due
                WHERE tenant_id = :tenant AND id = :id AND mail = 'sending'
                """)
                .bind("mail", mail)
                .bind("due", utc(dueAt))
                .bind("tenant", notice.tenant().value())
                .bind("id", notice.id())
                .execute();
    }

    /// Of a database from a backup: what waited there has most likely been told and mailed since. It stands in the inbox, and
    /// nobody is told again.
    public int forgetUnsent(Handle transaction, Instant now) {
        return transaction.createUpdate("""
                UPDATE notice SET told_at = coalesce(told_at, :now), mail = 'dropped'
                WHERE dropped_at IS NULL AND (told_at IS NULL OR mail IN ('waiting', 'sending'))
                """).bind("now", utc(now)).execute();
    }

    /// What one person was told, newest first.
    List<Kept> inbox(Handle transaction, TenantId tenant, PersonId person, Optional<UUID> before, boolean unreadOnly,
            int limit) {
        return transaction.createQuery(SELECT + """
                 WHERE n.tenant_id = :tenant AND n.person_id = :person AND n.told_at IS NOT NULL
                  AND (cast(:before AS uuid) IS NULL OR n.id < :before) AND (NOT :unread OR n.read_at IS NULL)
                ORDER BY n.id DESC LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bindByType("before", before.orElse(null), UUID.class)
                .bind("unread", unreadOnly)
                .bind("limit", limit)
                .map(NoticeStore::kept)
                .list();
    }

    long unread(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery("""
                SELECT count(*) FROM notice
                WHERE tenant_id = :tenant AND person_id = :person AND told_at IS NOT NULL AND read_at IS NULL
                """).bind("tenant", tenant.value()).bind("person", person.value()).mapTo(Long.class).one();
    }

    /// False: the person has no such notice.
    boolean read(Handle transaction, TenantId tenant, PersonId person, UUID id, Instant at) {
        return transaction.createUpdate("""
                UPDATE notice SET read_at = coalesce(read_at, :at)
                WHERE tenant_id = :tenant AND person_id = :person AND id = :id AND told_at IS NOT NULL
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("id", id)
                .bind("at", utc(at))
                .execute() == 1;
    }

    private static Kept kept(ResultSet row, StatementContext context) throws SQLException {
        return new Kept(new TenantId(row.getObject("tenant_id", UUID.class)), row.getObject("id", UUID.class),
                new PersonId(row.getObject("person_id", UUID.class)), new BookingId(row.getObject("booking_id", UUID.class)),
                row.getObject("decision", UUID.class), row.getString("kind"), (Json.Obj) Json.parse(row.getString("body")),
                row.getObject("made_at", OffsetDateTime.class).toInstant(),
                Optional.ofNullable(row.getObject("read_at", OffsetDateTime.class)).map(OffsetDateTime::toInstant),
                row.getInt("mail_tries"), row.getString("email"), row.getBoolean("active"), row.getString("locale"));
    }

    private static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
