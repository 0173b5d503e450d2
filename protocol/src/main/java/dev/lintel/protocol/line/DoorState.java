package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Calendar;
import dev.lintel.protocol.booking.Obstacles;
import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/// All that a door knows of its floor: loaded once at start, then only ever replaced by the next one.
///
/// Immutable; the door's thread writes, any thread may read the value it was handed.
public final class DoorState implements Calendar {

    private final DoorPosition at;
    private final Table<SpaceId, Table<BookingId, Booking>> bookings;
    private final Table<OperationId, Request> requests;
    private final Table<OperationId, Answer> answers;
    private final Table<SpaceId, Space> spaces;
    private final Table<PersonId, String> names;
    private final Table<Long, Head> unread;

    private DoorState(DoorPosition at, Table<SpaceId, Table<BookingId, Booking>> bookings, Table<OperationId, Request> requests,
            Table<OperationId, Answer> answers,
            Table<SpaceId, Space> spaces, Table<PersonId, String> names, Table<Long, Head> unread) {
        this.at = at;
        this.bookings = bookings;
        this.requests = requests;
        this.answers = answers;
        this.spaces = spaces;
        this.names = names;
        this.unread = unread;
    }

    /// A door without any memory; with [#with] over its stored rows it becomes the one it was before a restart.
    public static DoorState empty(DoorPosition at) {
        return new DoorState(at, Table.empty(), Table.empty(), Table.empty(), Table.empty(), Table.empty(), Table.empty());
    }

    public DoorPosition at() {
        return at;
    }

    @Override
    public Optional<Booking> booking(BookingId id) {
        return bookings.values().map(table -> table.get(id)).filter(found -> found != null).findFirst();
    }

    @Override
    public List<Booking> holding(SpaceId space, Slot slot) {
        return bookings(space).filter(b -> b.phase().holds() && b.slot().overlaps(slot))
                .sorted(Comparator.comparing(b -> b.slot().start()))
                .toList();
    }

    /// Every booking of a space, in no order.
    public Stream<Booking> bookings(SpaceId space) {
        Table<BookingId, Booking> table = bookings.get(space);
        return table == null ? Stream.empty() : table.values();
    }

    public Stream<Booking> bookings() {
        return bookings.values().flatMap(Table::values);
    }

    public Stream<Request> requests() {
        return requests.values();
    }

    public Optional<Request> request(OperationId operation) {
        return Optional.ofNullable(requests.get(operation));
    }

    int requestCount() {
        return requests.size();
    }

    public Optional<Answer> answer(OperationId operation) {
        return Optional.ofNullable(answers.get(operation));
    }

    Map<OperationId, Answer> answersByOperation() {
        return answers.copied();
    }

    public Stream<Answer> answers() {
        return answers.values();
    }

    /// R15: where this door decides about a space.
    public Line line(SpaceId space) {
        return at.line().of(space(space));
    }

    public Optional<Space> space(SpaceId id) {
        return Optional.ofNullable(spaces.get(id));
    }

    public Stream<Space> spaces() {
        return spaces.values();
    }

    public Optional<String> name(PersonId person) {
        return Optional.ofNullable(names.get(person));
    }

    /// Heads of feed entries that this version could not read.
    public Stream<Head> unread() {
        return unread.values();
    }

    boolean understandsAll() {
        return unread.size() == 0;
    }

    /// R14: whether this door may say what it has confirmed. What it could not read is missing in its copy.
    public boolean proven() {
        return understandsAll() && at.standing() instanceof Standing.Deciding;
    }

    /// R13: whether the cloud has yet to weigh what was decided here before this epoch. Once it has the whole log, a hello brings the snapshot that says what came of it.
    public boolean untold() {
        return at.standing().equals(new Standing.Doubting(Rebuild.UNTOLD));
    }

    /// What is in the way of a booking here: everything in the copy, this door's own open requests, and whatever an unread entry may have put there.
    public Obstacles obstacles() {
        return (self, space, slot) -> obstacles(space, slot).against(self, space, slot);
    }

    /// The same in one stretch of a space's calendar, looked up once for who asks about each of its bookings. Beyond that stretch it knows nothing.
    public Obstacles obstacles(SpaceId of, Slot within) {
        List<Booking> near = holding(of, within);
        List<Request> asked = requests().filter(r -> r.hold().filter(h -> h.overlaps(of, within)).isPresent()).toList();
        List<Slot> unknown = unread().filter(h -> h.space().equals(Optional.of(of))).flatMap(h -> h.slot().stream()).toList();
        return (self, space, slot) -> {
            if (!space.equals(of) || !within.covers(slot)) {
                throw new IllegalArgumentException("looked up for " + of + " " + within + ", asked for " + space + " " + slot);
            }
            Stream<Obstacle> booked = near.stream()
                    .filter(b -> b.slot().overlaps(slot))
                    .filter(b -> !b.id().equals(self))
                    .map(b -> new Obstacle(b.slot(), b.phase().decided()));
            if (asked.isEmpty() && unknown.isEmpty()) {
                return booked.toList();
            }
            Stream<Slot> held = asked.stream()
                    .filter(r -> !r.command().booking().equals(self))
                    .flatMap(r -> r.hold().stream())
                    .filter(h -> h.overlaps(space, slot))
                    .map(Request.Hold::slot);
            return Stream.concat(booked,
                    Stream.concat(held, unknown.stream().filter(slot::overlaps)).map(s -> new Obstacle(s, false))).toList();
        };
    }

    /// Whether a space can look other than it did. States share what did not change, so this compares no rows.
    public boolean differs(SpaceId space, DoorState before) {
        return bookings.get(space) != before.bookings.get(space) || !space(space).equals(before.space(space))
                || requests != before.requests || unread != before.unread || names != before.names
                || !at.standing().equals(before.at.standing()) || !at.line().equals(before.at.line());
    }

    /// This state after one row was written.
    public DoorState with(Change change) {
        return switch (change) {
            case Change.PutBooking put -> withBookings(placed(put.booking()));
            case Change.PutRequest put -> new DoorState(at, bookings, requests.with(put.request().operation(), put.request()),
                    answers, spaces, names, unread);
            case Change.DropRequest drop ->
                new DoorState(at, bookings, requests.without(drop.operation()), answers, spaces, names, unread);
            case Change.PutAnswer put ->
                new DoorState(at, bookings, requests, answers.with(put.operation(), put.answer()), spaces, names, unread);
            case Change.PutSpace put ->
                new DoorState(at, bookings, requests, answers, spaces.with(put.space().id(), put.space()), names, unread);
            case Change.PutName put -> new DoorState(at, bookings, requests, answers, spaces,
                    put.name().map(name -> names.with(put.person(), name)).orElseGet(() -> names.without(put.person())),
                    unread);
            case Change.PutUnread put ->
                new DoorState(at, bookings, requests, answers, spaces, names, unread.with(put.seq(), put.head()));
            case Change.Emptied _,Change.BeginEpoch _ ->
                new DoorState(at, Table.empty(), Table.empty(), answers, spaces, names, Table.empty());
            // Its bytes are for people; no decision reads them.
            case Change.Park _ -> this;
            case Change.PutDoor put -> new DoorState(put.door(), bookings, requests, answers, spaces, names, unread);
            case Change.PutVerifiers _ -> this;
            case Change.PutFloor _ -> throw new IllegalArgumentException("a floor's row belongs to the cloud");
        };
    }

    public DoorState with(Collection<? extends Change> changes) {
        DoorState state = this;
        for (Change change : changes) {
            state = state.with(change);
        }
        return state;
    }

    /// This state without rows that were tidied away: bookings long over, answers nobody can ask for any more.
    public DoorState without(Collection<BookingId> over, Collection<OperationId> answered) {
        Table<SpaceId, Table<BookingId, Booking>> left = bookings;
        for (BookingId id : over) {
            Optional<Booking> known = withBookings(left).booking(id);
            Table<BookingId, Booking> there = known.isEmpty() ? null : left.get(known.get().space());
            left = there == null ? left : left.with(known.get().space(), there.without(id));
        }
        Table<OperationId, Answer> remembered = answers;
        for (OperationId operation : answered) {
            remembered = remembered.without(operation);
        }
        return new DoorState(at, left, requests, remembered, spaces, names, unread);
    }

    private DoorState withBookings(Table<SpaceId, Table<BookingId, Booking>> next) {
        return new DoorState(at, next, requests, answers, spaces, names, unread);
    }

    /// A move to another space leaves the old one's table.
    private Table<SpaceId, Table<BookingId, Booking>> placed(Booking booking) {
        Table<SpaceId, Table<BookingId, Booking>> next = bookings;
        Optional<Booking> before = booking(booking.id());
        if (before.isPresent() && !before.get().space().equals(booking.space())) {
            Table<BookingId, Booking> left = next.get(before.get().space());
            if (left != null) {
                next = next.with(before.get().space(), left.without(booking.id()));
            }
        }
        Table<BookingId, Booking> there = next.get(booking.space());
        return next.with(booking.space(),
                (there == null ? Table.<BookingId, Booking>empty() : there).with(booking.id(), booking));
    }
}
