package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Head;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Request;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// A floor's position, open requests, answers, feed and door log.
@Singleton
class LineStore {

    /// Locks the floor's row, which makes every transaction of this floor serial (R1), and reads what decisions start
    /// from. Nothing where the tenant has no such floor.
    Optional<CloudFloor> lock(Handle transaction, TenantId tenant, FloorId floor) {
        var position = transaction.createQuery("""
                SELECT id, epoch, generation, line_at, feed_seq, feed_hash, feed_acked_seq, feed_acked_hash,
                       log_seq, log_hash, grant_seq, standing
                FROM floor WHERE tenant_id = :tenant AND id = :floor FOR UPDATE
                """).bind("tenant", tenant.value()).bind("floor", floor.value()).map(LineStore::position).findOne();
        return position.map(at -> new CloudFloor(at, requests(transaction, tenant, floor),
                unread(transaction, tenant, floor)));
    }

    private static FloorPosition position(ResultSet row, StatementContext context) throws SQLException {
        var line = row.getObject("line_at", OffsetDateTime.class);
        return new FloorPosition(new FloorId(row.getObject("id", UUID.class)), row.getLong("epoch"),
                new Generation(row.getObject("generation", UUID.class)),
                line == null ? Line.NONE : new Line(line.toInstant()), mark(row, "feed"), mark(row, "feed_acked"),
                mark(row, "log"), row.getLong("grant_seq"), LineJson.readStanding(Json.parse(row.getString("standing"))));
    }

    private static Mark mark(ResultSet row, String name) throws SQLException {
        return new Mark(row.getLong(name + "_seq"), new Hash(row.getString(name + "_hash")));
    }

    private static Map<OperationId, Request> requests(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery("SELECT body FROM request WHERE tenant_id = :tenant AND floor_id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> LineJson.readRequest(Json.parse(row.getString(1))))
                .stream()
                .collect(Collectors.toMap(Request::operation, request -> request));
    }

    private static List<Head> unread(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction
                .createQuery("SELECT head FROM unread WHERE tenant_id = :tenant AND floor_id = :floor ORDER BY seq")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> LineJson.readHead(Json.parse(row.getString(1))))
                .list();
    }

    /// Writes one row of a step. All of a step's rows go through here, in the step's order.
    void write(Handle transaction, TenantId tenant, FloorId floor, Change change, Instant now) {
        switch (change) {
            case Change.PutBooking put -> putBooking(transaction, tenant, floor, put);
            case Change.PutRequest put -> transaction.createUpdate("""
                    INSERT INTO request (tenant_id, floor_id, op, body) VALUES (:tenant, :floor, :op, :body)
                    ON CONFLICT (tenant_id, floor_id, op) DO UPDATE SET body = :body
                    """)
                    .bind("tenant", tenant.value())
                    .bind("floor", floor.value())
                    .bind("op", put.request().operation().value())
                    .bind("body", LineJson.request(put.request()).canonical())
                    .execute();
            case Change.DropRequest drop -> transaction.createUpdate("""
                    DELETE FROM request WHERE tenant_id = :tenant AND floor_id = :floor AND op = :op
                    """)
                    .bind("tenant", tenant.value())
                    .bind("floor", floor.value())
                    .bind("op", drop.operation().value())
                    .execute();
            case Change.PutAnswer put -> putAnswer(transaction, tenant, floor, put.operation(), put.answer(), now);
            case Change.PutUnread put -> transaction.createUpdate("""
                    INSERT INTO unread (tenant_id, floor_id, seq, head) VALUES (:tenant, :floor, :seq, :head)
                    ON CONFLICT (tenant_id, floor_id, seq) DO UPDATE SET head = :head
                    """)
                    .bind("tenant", tenant.value())
                    .bind("floor", floor.value())
                    .bind("seq", put.seq())
                    .bind("head", LineJson.head(put.head()).canonical())
                    .execute();
            case Change.BeginEpoch _ -> transaction.createUpdate("""
                    DELETE FROM unread WHERE tenant_id = :tenant AND floor_id = :floor
                    """)
                    .bind("tenant", tenant.value())
                    .bind("floor", floor.value())
                    .execute();
            case Change.PutFloor put -> putFloor(transaction, tenant, put.floor());
            // The desk that changed the space wrote its row already; here it only goes to the feed.
            case Change.PutSpace _ -> {
            }
            case Change.PutName _,Change.PutDoor _ ->
                throw new IllegalStateException("only a door's side writes " + change);
        }
    }

    private static void putBooking(Handle transaction, TenantId tenant, FloorId floor, Change.PutBooking put) {
        var booking = put.booking();
        transaction.createUpdate("""
                INSERT INTO booking (tenant_id, id, floor_id, space_id, starts_at, ends_at, version, organiser, phase,
                                     body)
                VALUES (:tenant, :id, :floor, :space, :start, :end, :version, :organiser, :phase, :body)
                ON CONFLICT (tenant_id, id) DO UPDATE SET floor_id = :floor, space_id = :space, starts_at = :start,
                    ends_at = :end, version = :version, organiser = :organiser, phase = :phase, body = :body
                """)
                .bind("tenant", tenant.value())
                .bind("id", booking.id().value())
                .bind("floor", floor.value())
                .bind("space", booking.space().value())
                .bind("start", utc(booking.slot().start()))
                .bind("end", utc(booking.slot().end()))
                .bind("version", booking.version())
                .bind("organiser", booking.organiser().map(person -> person.value()).orElse(null))
                .bind("phase", booking.phase().slug())
                .bind("body", BookingJson.booking(booking).canonical())
                .execute();
    }

    private static void putAnswer(Handle transaction, TenantId tenant, FloorId floor, OperationId op, Answer answer,
            Instant now) {
        transaction.createUpdate("""
                INSERT INTO answer (tenant_id, op, floor_id, body, at) VALUES (:tenant, :op, :floor, :body, :at)
                ON CONFLICT (tenant_id, op) DO UPDATE SET body = :body, at = :at
                """)
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .bind("floor", floor.value())
                .bind("body", LineJson.answer(answer).canonical())
                .bind("at", utc(now))
                .execute();
    }

    private static void putFloor(Handle transaction, TenantId tenant, FloorPosition at) {
        transaction.createUpdate("""
                UPDATE floor SET epoch = :epoch, generation = :generation, line_at = :line, feed_seq = :feedSeq,
                    feed_hash = :feedHash, feed_acked_seq = :ackedSeq, feed_acked_hash = :ackedHash, log_seq = :logSeq,
                    log_hash = :logHash, grant_seq = :grant, standing = :standing
                WHERE tenant_id = :tenant AND id = :floor
                """)
                .bind("epoch", at.epoch())
                .bind("generation", at.generation().value())
                .bind("line", at.line().equals(Line.NONE) ? null : utc(at.line().at()))
                .bind("feedSeq", at.feed().seq())
                .bind("feedHash", at.feed().hash().hex())
                .bind("ackedSeq", at.feedAcked().seq())
                .bind("ackedHash", at.feedAcked().hash().hex())
                .bind("logSeq", at.log().seq())
                .bind("logHash", at.log().hash().hex())
                .bind("grant", at.grantSeq())
                .bind("standing", LineJson.standing(at.standing()).canonical())
                .bind("tenant", tenant.value())
                .bind("floor", at.floor().value())
                .execute();
    }

    void appendToFeed(Handle transaction, TenantId tenant, FloorPosition at, Entry entry, Instant now) {
        append(transaction, "feed", "written_at", tenant, at, entry, now);
    }

    /// Keeps an entry of the door's log that has been applied, so that a fork can be told from a repetition.
    void keepLogEntry(Handle transaction, TenantId tenant, FloorPosition at, Entry entry, Instant now) {
        append(transaction, "door_log", "applied_at", tenant, at, entry, now);
    }

    private static void append(Handle transaction, String table, String time, TenantId tenant, FloorPosition at,
            Entry entry, Instant now) {
        transaction.createUpdate("INSERT INTO " + table + " (tenant_id, floor_id, epoch, seq, op, hash, body, " + time
                + ") VALUES (:tenant, :floor, :epoch, :seq, :op, :hash, :body, :at)")
                .bind("tenant", tenant.value())
                .bind("floor", at.floor().value())
                .bind("epoch", at.epoch())
                .bind("seq", entry.seq())
                .bind("op", entry.head().operation().value())
                .bind("hash", entry.hash().hex())
                .bind("body", LineJson.entry(entry).canonical())
                .bind("at", utc(now))
                .execute();
    }

    Optional<Answer> answer(Handle transaction, TenantId tenant, OperationId op) {
        return transaction.createQuery("SELECT body FROM answer WHERE tenant_id = :tenant AND op = :op")
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .map((row, _) -> LineJson.readAnswer(Json.parse(row.getString(1))))
                .findOne();
    }

    Optional<Hash> hash(Handle transaction, String table, TenantId tenant, FloorId floor, long seq) {
        return transaction.createQuery("SELECT l.hash FROM " + table + """
                 l JOIN floor f ON f.tenant_id = l.tenant_id AND f.id = l.floor_id AND f.epoch = l.epoch
                WHERE l.tenant_id = :tenant AND l.floor_id = :floor AND l.seq = :seq
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("seq", seq)
                .map((row, _) -> new Hash(row.getString(1)))
                .findOne();
    }

    /// What whoever is watching will be told about a booking: ids, times and the phase. Never the title, which is read
    /// where it is known who reads.
    void announce(Handle transaction, TenantId tenant, FloorId floor, OperationId op, Booking booking, Instant now) {
        var body = Json.object()
                .with("booking", booking.id().toString())
                .with("space", booking.space().toString())
                .with("start", booking.slot().start().toString())
                .with("end", booking.slot().end().toString())
                .with("phase", booking.phase().slug())
                .with("version", booking.version());
        tell(transaction, tenant, floor, op, Optional.of(booking.space()), "booking", body, now);
    }

    void tell(Handle transaction, TenantId tenant, FloorId floor, OperationId op, Optional<SpaceId> space, String kind,
            Json.Obj body, Instant now) {
        transaction.createUpdate("""
                INSERT INTO live_event (tenant_id, at, op, site_id, floor_id, space_id, kind, body)
                SELECT tenant_id, :at, :op, site_id, id, :space, :kind, :body FROM floor
                WHERE tenant_id = :tenant AND id = :floor
                """)
                .bind("tenant", tenant.value())
                .bind("at", utc(now))
                .bind("op", op.value())
                .bind("floor", floor.value())
                .bind("space", space.map(SpaceId::value).orElse(null))
                .bind("kind", kind)
                .bind("body", body.canonical())
                .execute();
    }

    /// Remembers that the floor is told this name. False where it knows it.
    boolean name(Handle transaction, TenantId tenant, FloorId floor, PersonId person, String name) {
        return transaction.createUpdate("""
                INSERT INTO named (tenant_id, floor_id, person_id, name) VALUES (:tenant, :floor, :person, :name)
                ON CONFLICT (tenant_id, floor_id, person_id) DO UPDATE SET name = :name WHERE named.name <> :name
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("person", person.value())
                .bind("name", name)
                .execute() == 1;
    }

    /// Where the line stands; nothing where the cloud decides all.
    Optional<Instant> lineAt(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery("SELECT line_at FROM floor WHERE tenant_id = :tenant AND id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> Optional.ofNullable(row.getObject(1, OffsetDateTime.class)).map(OffsetDateTime::toInstant))
                .one();
    }

    boolean isLinked(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery("SELECT link = 'up' FROM floor WHERE tenant_id = :tenant AND id = :floor")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .mapTo(Boolean.class)
                .findOne()
                .orElse(false);
    }

    /// Instants go to the driver with their offset, so that no calendar of the machine takes part.
    static @Nullable OffsetDateTime utc(@Nullable Instant instant) {
        return instant == null ? null : instant.atOffset(ZoneOffset.UTC);
    }
}
