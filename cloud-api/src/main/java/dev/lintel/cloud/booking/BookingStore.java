package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;
import org.jspecify.annotations.Nullable;

/// Reads bookings for people. They are written by [DecidedStore] alone, as a step of the line.
@Singleton
class BookingStore {

    private static final String SELECT = """
            SELECT b.body, b.floor_id, p.name AS organiser_name
            FROM booking b LEFT JOIN person p ON p.tenant_id = b.tenant_id AND p.id = b.organiser
            WHERE b.tenant_id = :tenant
            """;

    /// @param organiserName as the tenant knows the organiser
    record Found(Booking booking, FloorId floor, Optional<String> organiserName) {

        /// As it is then: an attended booking is over when its end has passed.
        Found asOf(Instant now) {
            return new Found(booking.asOf(now), floor, organiserName);
        }
    }

    /// Where a page begins: behind this start and id.
    record Cursor(Instant start, UUID id) {

        static final Cursor BEGINNING = new Cursor(Instant.EPOCH, new UUID(0, 0));

        String text() {
            return start + "~" + id;
        }

        static Cursor of(String text) {
            var cut = text.indexOf('~');
            if (cut < 0) {
                throw new IllegalArgumentException("not a cursor");
            }
            try {
                return new Cursor(Instant.parse(text.substring(0, cut)), UUID.fromString(text.substring(cut + 1)));
            } catch (DateTimeException e) {
                throw new IllegalArgumentException("not a cursor", e);
            }
        }
    }

    Optional<Found> find(Handle transaction, TenantId tenant, BookingId id) {
        return transaction.createQuery(SELECT + " AND b.id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map(BookingStore::found)
                .findOne();
    }

    /// Those that touch the time between two instants, by start.
    List<Found> list(Handle transaction, TenantId tenant, SpaceId space, Instant from, Instant to, Cursor after,
            int limit) {
        return transaction.createQuery(SELECT + """
                 AND b.space_id = :space AND b.starts_at < :to AND b.ends_at > :from
                 AND (b.starts_at, b.id) > (:afterStart, :afterId)
                ORDER BY b.starts_at, b.id LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("space", space.value())
                .bind("to", LineStore.utc(to))
                .bind("from", LineStore.utc(from))
                .bind("afterStart", LineStore.utc(after.start()))
                .bind("afterId", after.id())
                .bind("limit", limit)
                .map(BookingStore::found)
                .list();
    }

    Optional<String> personName(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery("SELECT name FROM person WHERE tenant_id = :tenant AND id = :id")
                .bind("tenant", tenant.value())
                .bind("id", person.value())
                .mapTo(String.class)
                .findOne();
    }

    /// Who asked for what an operation decided about a booking, as the trail names them.
    Optional<String> asker(Handle transaction, TenantId tenant, BookingId booking, OperationId op) {
        return transaction.createQuery("""
                SELECT actor FROM audit WHERE tenant_id = :tenant AND subject = :subject AND op = :op ORDER BY at, id LIMIT 1
                """)
                .bind("tenant", tenant.value())
                .bind("subject", "booking:" + booking)
                .bind("op", op.value())
                .mapTo(String.class)
                .findOne();
    }

    private static Found found(ResultSet row, StatementContext context) throws SQLException {
        @Nullable
        String name = row.getString("organiser_name");
        return new Found(BookingJson.readBooking(Json.parse(row.getString("body"))),
                new FloorId(row.getObject("floor_id", UUID.class)), Optional.ofNullable(name));
    }
}
