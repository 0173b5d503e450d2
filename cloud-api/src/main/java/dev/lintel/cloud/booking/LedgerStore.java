package dev.lintel.cloud.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Ledger;
import dev.lintel.protocol.wire.BookingJson;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// What the rules read while they decide: the rows of one floor, inside the transaction that holds the floor, with what
/// this transaction has decided and not yet written laid over them.
///
/// Confined to one transaction.
final class LedgerStore implements Ledger {

    private static final Comparator<Booking> BY_START = Comparator.comparing((Booking booking) -> booking.slot().start())
            .thenComparing(Booking::id);

    private final Handle transaction;
    private final TenantId tenant;
    private final FloorId floor;
    private final SpaceStore spaces;
    /// Read before, or decided since; an empty value is known not to be there.
    private final Map<BookingId, Optional<Booking>> bookings = new HashMap<>();
    private final Map<OperationId, Optional<Answered>> answers = new HashMap<>();
    private final Map<SpaceId, Optional<Space>> known = new HashMap<>();
    private final Map<Long, Hash> feed = new HashMap<>();
    private final Map<Long, Hash> log = new HashMap<>();
    private final Set<Wanted.Taking> takings = new HashSet<>();
    private final Map<BookingId, Booking> inTheWay = new HashMap<>();
    /// Of the rooms that a door spoke of, whether they are another floor's.
    private final Map<SpaceId, Boolean> elsewhere = new HashMap<>();
    private @Nullable Window window;
    private boolean freshEpoch;

    /// What is known to hold any part of a slot, before this transaction.
    private record Window(SpaceId space, Slot slot, List<Booking> holding) {

        boolean covers(SpaceId asked, Slot part) {
            return space.equals(asked) && !part.start().isBefore(slot.start()) && !part.end().isAfter(slot.end());
        }
    }

    /// An answer, and whether another floor gave it first.
    record Answered(Answer answer, boolean elsewhere) {}

    LedgerStore(Handle transaction, TenantId tenant, FloorId floor, SpaceStore spaces) {
        this.transaction = transaction;
        this.tenant = tenant;
        this.floor = floor;
        this.spaces = spaces;
    }

    /// Takes over what was read together with the floor.
    void read(Wanted wanted, List<Booking> foundBookings, Map<OperationId, Answered> foundAnswers, Optional<Space> space,
            List<Booking> holding) {
        wanted.bookings().forEach(id -> bookings.put(id, Optional.empty()));
        foundBookings.forEach(booking -> bookings.put(booking.id(), Optional.of(booking)));
        wanted.answers().forEach(op -> answers.put(op, Optional.ofNullable(foundAnswers.get(op))));
        wanted.space().ifPresent(id -> known.put(id, space));
        if (space.isPresent() && wanted.slot().isPresent()) {
            var buffer = space.get().policy().buffer();
            var slot = wanted.slot().get();
            window = new Window(space.get().id(), new Slot(slot.start().minus(buffer), slot.end().plus(buffer)), holding);
        }
    }

    /// Takes over what was found in the way of a door's decisions.
    void read(Set<Wanted.Taking> asked, List<Booking> found) {
        takings.addAll(asked);
        found.forEach(booking -> inTheWay.put(booking.id(), booking));
    }

    /// Takes over which of the rooms that a door spoke of are another floor's.
    void read(Set<SpaceId> told, Set<SpaceId> others) {
        told.forEach(space -> elsewhere.put(space, others.contains(space)));
    }

    /// Nobody can have used this id before, so it is not looked for.
    void isNew(BookingId made) {
        bookings.put(made, Optional.empty());
    }

    void isNew(OperationId made) {
        answers.put(made, Optional.empty());
    }

    void decided(Booking booking) {
        bookings.put(booking.id(), Optional.of(booking));
    }

    void decided(OperationId operation, Answer answer) {
        answers.put(operation, Optional.of(new Answered(answer, answeredElsewhere(operation))));
    }

    void wrote(long seq, Hash hash) {
        feed.put(seq, hash);
    }

    void applied(long seq, Hash hash) {
        log.put(seq, hash);
    }

    /// Both logs count from 1 again.
    void beganEpoch() {
        feed.clear();
        log.clear();
        freshEpoch = true;
    }

    @Override
    public Optional<Booking> booking(BookingId id) {
        return bookings.computeIfAbsent(id, asked -> transaction
                .createQuery("SELECT body, floor_id FROM booking WHERE tenant_id = :tenant AND id = :id")
                .bind("tenant", tenant.value())
                .bind("id", asked.value())
                .map((row, _) -> seen(row, floor))
                .findOne());
    }

    /// A booking as a floor sees it: one that is on another floor by now has departed.
    static Booking seen(ResultSet row, FloorId by) throws SQLException {
        var booking = BookingJson.readBooking(Json.parse(row.getString("body")));
        return row.getObject("floor_id", UUID.class).equals(by.value()) || booking.phase() instanceof Phase.Departed
                ? booking
                : booking.as(new Phase.Departed(booking.space(), booking.slot()));
    }

    @Override
    public List<Booking> holding(SpaceId space, Slot slot) {
        Stream<Booking> unchanged = before(space, slot).stream()
                .filter(booking -> bookings.getOrDefault(booking.id(), Optional.empty()).isEmpty());
        return Stream.concat(unchanged, bookings.values().stream().flatMap(Optional::stream))
                .filter(booking -> booking.space().equals(space) && booking.phase().holds() && booking.slot().overlaps(slot))
                .sorted(BY_START)
                .toList();
    }

    private Collection<Booking> before(SpaceId space, Slot slot) {
        if (takings.contains(new Wanted.Taking(space, slot))) {
            return inTheWay.values();
        }
        return window != null && window.covers(space, slot) ? window.holding() : stored(space, slot);
    }

    private List<Booking> stored(SpaceId space, Slot slot) {
        return transaction.createQuery(LineStore.HOLDING.formatted(":tenant", ":space", ":floor", ":start", ":end"))
                .bind("tenant", tenant.value())
                .bind("space", space.value())
                .bind("floor", floor.value())
                .bind("start", LineStore.utc(slot.start()))
                .bind("end", LineStore.utc(slot.end()))
                .map((row, _) -> BookingJson.readBooking(Json.parse(row.getString(1))))
                .list();
    }

    @Override
    public List<Booking> starting(Slot slot) {
        Stream<Booking> unchanged = transaction.createQuery("""
                SELECT body FROM booking
                WHERE tenant_id = :tenant AND floor_id = :floor AND starts_at >= :start AND starts_at < :end
                """)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("start", LineStore.utc(slot.start()))
                .bind("end", LineStore.utc(slot.end()))
                .map((row, _) -> BookingJson.readBooking(Json.parse(row.getString(1))))
                .stream()
                .filter(booking -> bookings.getOrDefault(booking.id(), Optional.empty()).isEmpty());
        return Stream
                .concat(unchanged, bookings.values()
                        .stream()
                        .flatMap(Optional::stream)
                        .filter(booking -> slot.contains(booking.slot().start())))
                .sorted(BY_START)
                .toList();
    }

    @Override
    public Optional<Space> space(SpaceId id) {
        return known.computeIfAbsent(id, asked -> spaces.find(transaction, tenant, asked)
                .filter(found -> found.floor().equals(floor))
                .map(SpaceStore.Found::space));
    }

    @Override
    public boolean elsewhere(SpaceId id) {
        return elsewhere.computeIfAbsent(id, asked -> spaces.floorOf(transaction, tenant, asked)
                .filter(known -> !known.equals(floor))
                .isPresent());
    }

    @Override
    public Optional<Answer> answer(OperationId operation) {
        return answered(operation).map(Answered::answer);
    }

    @Override
    public boolean answeredElsewhere(OperationId operation) {
        return answered(operation).filter(Answered::elsewhere).isPresent();
    }

    private Optional<Answered> answered(OperationId operation) {
        return answers.computeIfAbsent(operation, asked -> transaction
                .createQuery("SELECT body, floor_id FROM answer WHERE tenant_id = :tenant AND op = :op")
                .bind("tenant", tenant.value())
                .bind("op", asked.value())
                .map((row, _) -> answered(row, floor))
                .findOne());
    }

    static Answered answered(ResultSet row, FloorId by) throws SQLException {
        return new Answered(LineJson.readAnswer(Json.parse(row.getString("body"))),
                !row.getObject("floor_id", UUID.class).equals(by.value()));
    }

    @Override
    public Optional<Hash> feedHash(long seq) {
        var written = feed.get(seq);
        return written == null ? hash("feed", seq) : Optional.of(written);
    }

    @Override
    public Optional<Hash> logHash(long seq) {
        var applied = log.get(seq);
        return applied == null ? hash("door_log", seq) : Optional.of(applied);
    }

    @Override
    public Optional<Body> logBody(long seq) {
        return log("AND l.seq = :seq", seq).stream().map(Entry::body).findFirst();
    }

    /// Others than wishes have no answer either; what a person wrote never looks like a kind, for its quotes are written otherwise.
    @Override
    public List<Entry> unanswered() {
        return log("""
                AND l.seq <= :seq AND l.body LIKE '%"kind":"proposed"%'
                AND NOT EXISTS (SELECT FROM answer a WHERE a.tenant_id = l.tenant_id AND a.op = l.op)
                """, Long.MAX_VALUE).stream().filter(entry -> entry.body() instanceof Body.Proposed).toList();
    }

    @Override
    public Map<OperationId, Answer> answered() {
        Map<OperationId, Answer> known = new HashMap<>();
        if (freshEpoch) {
            return known;
        }
        transaction.createQuery("""
                SELECT a.op, a.body FROM door_log l
                JOIN floor f ON f.tenant_id = l.tenant_id AND f.id = l.floor_id AND f.epoch = l.epoch
                JOIN answer a ON a.tenant_id = l.tenant_id AND a.op = l.op
                WHERE l.tenant_id = :tenant AND l.floor_id = :floor AND l.body LIKE '%"kind":"proposed"%'
                    AND l.body NOT LIKE '%"kind":"late"%'
                ORDER BY l.seq DESC LIMIT :most
                """)
                .bind("most", Limits.ANSWERS_TOLD)
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .map((row, _) -> Map.entry(new OperationId(row.getObject(1, UUID.class)),
                        LineJson.readAnswer(Json.parse(row.getString(2)))))
                .forEach(each -> known.put(each.getKey(), each.getValue()));
        return known;
    }

    private List<Entry> log(String which, long seq) {
        if (freshEpoch) {
            return List.of();
        }
        return transaction.createQuery("""
                SELECT l.body FROM door_log l
                JOIN floor f ON f.tenant_id = l.tenant_id AND f.id = l.floor_id AND f.epoch = l.epoch
                WHERE l.tenant_id = :tenant AND l.floor_id = :floor
                """ + which + " ORDER BY l.seq")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .bind("seq", seq)
                .map((row, _) -> LineJson.keptEntry(Json.parse(row.getString(1))))
                .list();
    }

    private Optional<Hash> hash(String table, long seq) {
        if (freshEpoch) {
            return Optional.empty();
        }
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
}
