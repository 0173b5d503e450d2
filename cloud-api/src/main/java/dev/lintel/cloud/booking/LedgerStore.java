package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Ledger;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// What the rules read while they decide: the rows of one floor, inside the transaction that holds the floor.
final class LedgerStore implements Ledger {

    private final Handle transaction;
    private final TenantId tenant;
    private final FloorId floor;
    private final LineStore lines;
    private final SpaceStore spaces;

    LedgerStore(Handle transaction, TenantId tenant, FloorId floor, LineStore lines, SpaceStore spaces) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.floor = floor;
        this.lines = lines;
        this.spaces = spaces;
    }

    @Override
    public Optional<Booking> booking(BookingId id) {
        return transaction
                .createQuery("SELECT body FROM booking WHERE tenant_id = :tenant AND id = :id AND floor_id = :floor")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .bind("floor", floor.value())
                .map((row, _) -> BookingJson.readBooking(Json.parse(row.getString(1))))
                .findOne();
    }

    @Override
    public List<Booking> holding(SpaceId space, Slot slot) {
        return transaction.createQuery("""
                SELECT body FROM booking
                WHERE tenant_id = :tenant AND space_id = :space AND floor_id = :floor
                  AND starts_at < :end AND ends_at > :start AND phase IN ('requested', 'confirmed', 'checked-in')
                ORDER BY starts_at, id
                """)
                .bind("tenant", tenant.value())
                .bind("space", space.value())
                .bind("floor", floor.value())
                .bind("end", LineStore.utc(slot.end()))
                .bind("start", LineStore.utc(slot.start()))
                .map((row, _) -> BookingJson.readBooking(Json.parse(row.getString(1))))
                .list();
    }

    @Override
    public Optional<Space> space(SpaceId id) {
        return spaces.find(transaction, tenant, id)
                .filter(found -> found.floor().equals(floor))
                .map(SpaceStore.Found::space);
    }

    @Override
    public Optional<Answer> answer(OperationId operation) {
        return lines.answer(transaction, tenant, operation);
    }

    @Override
    public Optional<Hash> feedHash(long seq) {
        return lines.hash(transaction, "feed", tenant, floor, seq);
    }

    @Override
    public Optional<Hash> logHash(long seq) {
        return lines.hash(transaction, "door_log", tenant, floor, seq);
    }
}
