package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Wishes that said more than a time and a room: how many come, and whether the cloud may book the nearest equivalent.
@Singleton
class WishStore {

    private static final String SELECT = """
            SELECT op, person_id, space_id, starts_at, ends_at, seats, title, consent, state, booking_id, because, attempt,
                   target_space, target_start, target_end, instead
            FROM wish WHERE tenant_id = :tenant
            """;

    /// @param booking the one that was declined, where there was one
    /// @param target the equivalent that is tried now
    /// @param instead what was booked in its place
    record Wish(OperationId op, PersonId person, SpaceId space, Slot slot, @Nullable Integer seats, @Nullable String title,
            boolean consent, String state, Optional<BookingId> booking, Optional<Json.Obj> because, int attempt,
            Optional<Target> target, Optional<BookingId> instead) {

        boolean isDue() {
            return state.equals("due");
        }
    }

    record Target(SpaceId space, Slot slot) {}

    record Due(TenantId tenant, OperationId op) {}

    /// Once for an operation, however often it is sent; nothing where the tenant has no such space.
    void add(Handle transaction, TenantId tenant, OperationId op, PersonId person, BookingController.NewBooking wish,
            Instant at) {
        transaction.createUpdate("""
                INSERT INTO wish (tenant_id, op, person_id, space_id, starts_at, ends_at, seats, title, consent, made_at)
                SELECT tenant_id, :op, :person, id, :start, :end, :seats, :title, :consent, :at FROM space
                WHERE tenant_id = :tenant AND id = :space
                ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .bind("person", person.value())
                .bind("space", wish.space())
                .bind("start", LineStore.utc(wish.start()))
                .bind("end", LineStore.utc(wish.end()))
                .bind("seats", wish.seats())
                .bind("title", wish.title())
                .bind("consent", Boolean.TRUE.equals(wish.instead()))
                .bind("at", LineStore.utc(at))
                .execute();
    }

    /// The wish was declined. True: its person consented, so the cloud books the nearest equivalent.
    boolean declined(Handle transaction, TenantId tenant, OperationId op, Optional<BookingId> booking, Json.Obj because,
            Instant dueAt) {
        return transaction.createUpdate("""
                UPDATE wish SET state = 'due', booking_id = :booking, because = :because, due_at = :due
                WHERE tenant_id = :tenant AND op = :op AND consent AND state = 'open'
                """)
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .bind("booking", booking.map(BookingId::value).orElse(null))
                .bind("because", because.canonical())
                .bind("due", LineStore.utc(dueAt))
                .execute() == 1;
    }

    /// Locked, so that two replicas try the same equivalent.
    Optional<Wish> lock(Handle transaction, TenantId tenant, OperationId op) {
        return transaction.createQuery(SELECT + " AND op = :op FOR UPDATE")
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .map(WishStore::wish)
                .findOne();
    }

    /// Whether a person is still one of the tenant's: consent of somebody who has left books nothing.
    boolean isHere(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery("SELECT EXISTS (SELECT FROM person WHERE tenant_id = :tenant AND id = :id AND active)")
                .bind("tenant", tenant.value())
                .bind("id", person.value())
                .mapTo(Boolean.class)
                .one();
    }

    /// The wish that a booking was declined for, or was made for in place of another.
    Optional<Wish> about(Handle transaction, TenantId tenant, BookingId booking) {
        return transaction.createQuery(SELECT + " AND (booking_id = :booking OR instead = :booking) LIMIT 1")
                .bind("tenant", tenant.value())
                .bind("booking", booking.value())
                .map(WishStore::wish)
                .findOne();
    }

    void target(Handle transaction, TenantId tenant, OperationId op, Target target) {
        transaction.createUpdate("""
                UPDATE wish SET target_space = :space, target_start = :start, target_end = :end
                WHERE tenant_id = :tenant AND op = :op
                """)
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .bind("space", target.space().value())
                .bind("start", LineStore.utc(target.slot().start()))
                .bind("end", LineStore.utc(target.slot().end()))
                .execute();
    }

    /// Somebody else was quicker: the next one.
    void missed(Handle transaction, TenantId tenant, OperationId op, int attempt) {
        transaction.createUpdate("""
                UPDATE wish SET attempt = attempt + 1, target_space = NULL, target_start = NULL, target_end = NULL
                WHERE tenant_id = :tenant AND op = :op AND state = 'due' AND attempt = :attempt
                """).bind("tenant", tenant.value()).bind("op", op.value()).bind("attempt", attempt).execute();
    }

    /// Ends the wish. False: it had ended. The title has gone into the booking and is not kept twice.
    boolean settle(Handle transaction, TenantId tenant, OperationId op, String state, Optional<BookingId> instead) {
        return transaction.createUpdate("""
                UPDATE wish SET state = :state, instead = :instead, title = NULL
                WHERE tenant_id = :tenant AND op = :op AND state = 'due'
                """)
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .bind("state", state)
                .bind("instead", instead.map(BookingId::value).orElse(null))
                .execute() == 1;
    }

    /// Of all tenants.
    List<Due> due(Handle transaction, Instant now, int limit) {
        return transaction.createQuery("""
                SELECT tenant_id, op FROM wish WHERE state = 'due' AND due_at <= :now ORDER BY due_at LIMIT :limit
                """)
                .bind("now", LineStore.utc(now))
                .bind("limit", limit)
                .map((row, _) -> new Due(new TenantId(row.getObject(1, UUID.class)),
                        new OperationId(row.getObject(2, UUID.class))))
                .list();
    }

    /// A try that failed for no reason of the calendar is repeated later.
    void postpone(Handle transaction, TenantId tenant, OperationId op, Instant until) {
        transaction.createUpdate("UPDATE wish SET due_at = :until WHERE tenant_id = :tenant AND op = :op AND state = 'due'")
                .bind("tenant", tenant.value())
                .bind("op", op.value())
                .bind("until", LineStore.utc(until))
                .execute();
    }

    private static Wish wish(ResultSet row, StatementContext context) throws SQLException {
        var target = Optional.ofNullable(row.getObject("target_space", UUID.class));
        var slot = slot(row, "starts_at", "ends_at");
        return new Wish(new OperationId(row.getObject("op", UUID.class)), new PersonId(row.getObject("person_id", UUID.class)),
                new SpaceId(row.getObject("space_id", UUID.class)), slot, row.getObject("seats", Integer.class),
                row.getString("title"), row.getBoolean("consent"), row.getString("state"),
                Optional.ofNullable(row.getObject("booking_id", UUID.class)).map(BookingId::new),
                Optional.ofNullable(row.getString("because")).map(text -> (Json.Obj) Json.parse(text)), row.getInt("attempt"),
                target.isEmpty()
                        ? Optional.empty()
                        : Optional.of(new Target(new SpaceId(target.get()), slot(row, "target_start", "target_end"))),
                Optional.ofNullable(row.getObject("instead", UUID.class)).map(BookingId::new));
    }

    private static Slot slot(ResultSet row, String start, String end) throws SQLException {
        return new Slot(row.getObject(start, OffsetDateTime.class).toInstant(),
                row.getObject(end, OffsetDateTime.class).toInstant());
    }
}
