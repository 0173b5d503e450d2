package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Ledger;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// A tenant's tables as the transaction that holds one floor reads them, as `LedgerStore` does over PostgreSQL.
record FloorLedger(Tables tables, FloorRows floor) implements Ledger {

    private static final Comparator<Booking> BY_START = Comparator.comparing((Booking booking) -> booking.slot().start())
            .thenComparing(Booking::id);

    @Override
    public Optional<Booking> booking(BookingId id) {
        return tables.row(id)
                .map(row -> row.floor().equals(floor.id()) || row.booking().phase() instanceof Phase.Departed
                        ? row.booking()
                        : row.booking().as(new Phase.Departed(row.booking().space(), row.booking().slot())));
    }

    @Override
    public List<Booking> holding(SpaceId space, Slot slot) {
        return tables.overlapping(space, slot)
                .stream()
                .filter(row -> row.floor().equals(floor.id()) && row.booking().phase().holds())
                .map(Tables.Row::booking)
                .sorted(BY_START)
                .toList();
    }

    @Override
    public List<Booking> starting(Slot slot) {
        return tables.spaces(floor.id())
                .stream()
                .flatMap(space -> tables.starting(space.id(), slot))
                .filter(row -> row.floor().equals(floor.id()))
                .map(Tables.Row::booking)
                .sorted(BY_START)
                .toList();
    }

    @Override
    public Optional<Space> space(SpaceId id) {
        return tables.placed(id).filter(placed -> placed.floor().equals(floor.id())).map(Tables.Placed::space);
    }

    @Override
    public boolean elsewhere(SpaceId id) {
        return tables.placed(id).filter(placed -> !placed.floor().equals(floor.id())).isPresent();
    }

    @Override
    public Optional<Answer> answer(OperationId operation) {
        return tables.answer(operation);
    }

    @Override
    public boolean answeredElsewhere(OperationId operation) {
        Tables.Answered answered = tables.answers().get(operation);
        return answered != null && !answered.floor().equals(floor.id());
    }

    @Override
    public Optional<Hash> feedHash(long seq) {
        return floor.feedHash(seq);
    }

    @Override
    public Optional<Hash> logHash(long seq) {
        return floor.logHash(seq);
    }

    @Override
    public Optional<Body> logBody(long seq) {
        return Optional.ofNullable(floor.log(floor.held().at().epoch()).get(seq)).map(Entry::body);
    }

    @Override
    public List<Entry> unanswered() {
        return asked().filter(entry -> answer(entry.head().operation()).isEmpty())
                .sorted(Comparator.comparingLong(Entry::seq))
                .toList();
    }

    @Override
    public Map<OperationId, Answer> answered() {
        return Ledger.answered(asked(), this::answer);
    }

    private Stream<Entry> asked() {
        return floor.log(floor.held().at().epoch()).values().stream().filter(entry -> entry.body() instanceof Body.Proposed);
    }
}
