package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Obstacles;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;

/// One step of a door in the making. Confined to one call of [DoorSide].
final class DoorWork {

    private final Chain chain;
    private final List<Change> changes = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final DoorPosition before;
    private DoorState state;
    private DoorPosition at;

    DoorWork(DoorState state, Chain chain) {
        this.state = state;
        this.before = state.at();
        this.at = state.at();
        this.chain = chain;
    }

    DoorState state() {
        return state;
    }

    DoorPosition at() {
        return at;
    }

    void at(DoorPosition next) {
        at = next;
    }

    Line line(SpaceId space) {
        return at.line().of(state.space(space));
    }

    void change(Change change) {
        state = state.with(change);
        changes.add(change);
    }

    void put(Booking booking) {
        change(new Change.PutBooking(booking));
    }

    /// Takes over what was decided. Decisions about one booking are numbered, so an older one that is told again changes nothing.
    ///
    /// While an entry of the feed is unread, a row of the copy may be stale. Where a decision contradicts one, that row goes back to waiting for the cloud until a snapshot heals it.
    /// With everything read only a disk that lies leads there: then nobody gives way here, and the copy is doubted as a whole.
    void believe(Booking booking) {
        if (!isNews(booking)) {
            return;
        }
        List<Booking> inTheWay = inTheWay(booking);
        if (!inTheWay.isEmpty() && state.understandsAll()) {
            contradicted(booking, inTheWay.getFirst());
            return;
        }
        inTheWay.forEach(b -> put(b.as(new Phase.Requested(Party.CLOUD))));
        put(booking);
    }

    /// R14: a copy that contradicts what was decided is unproven.
    private void contradicted(Booking booking, Booking known) {
        at(at.withStanding(new Standing.Doubting("copy-contradicted")));
        tell(new Effect.Alarm("copy-contradicted", "this copy has " + known.id() + " " + known.slot() + ", and "
                + booking.id() + " " + booking.slot() + " was decided; this door decides nothing until a snapshot has come"));
    }

    /// R9: minutes kept for a booking of another floor. That floor's door may have declined to let it go before, under the same version: what was let go then is kept now.
    void keep(Booking booking) {
        boolean here = state.booking(booking.id()).filter(known -> known.phase().holds()).isPresent();
        if (here) {
            believe(booking);
        } else {
            put(booking);
        }
    }

    private boolean isNews(Booking booking) {
        return state.booking(booking.id()).map(known -> Truth.later(known, booking)).orElse(true);
    }

    private List<Booking> inTheWay(Booking booking) {
        return !booking.phase().decided()
                ? List.of()
                : state.holding(booking.space(), booking.slot())
                        .stream()
                        .filter(b -> !b.id().equals(booking.id()) && b.phase().decided())
                        .toList();
    }

    void answer(OperationId operation, Answer answer) {
        change(new Change.PutAnswer(operation, answer));
    }

    void close(OperationId operation) {
        if (state.request(operation).isPresent()) {
            change(new Change.DropRequest(operation));
        }
    }

    void tell(Effect effect) {
        effects.add(effect);
    }

    long nextSeq() {
        return at.log().seq() + 1;
    }

    void append(Head head, Body body) {
        Entry entry = Entry.after(at.log(), head, body, chain);
        entries.add(entry);
        at = at.withLog(Mark.of(entry));
    }

    /// Our undecided wishes about a booking, oldest first.
    List<Request> about(BookingId booking) {
        return state.requests()
                .filter(r -> r.command().booking().equals(booking))
                .sorted(Comparator.comparingLong(Request::seq))
                .toList();
    }

    Obstacles obstacles() {
        return state.obstacles();
    }

    BookingRules rules(Moment moment) {
        return rules(moment, Set.of());
    }

    /// For a wish from afar: what the sensors see in the rooms counts as well.
    BookingRules rules(Moment moment, Set<SpaceId> sensed) {
        return new BookingRules(state::space, obstacles(), moment, sensed);
    }

    DoorStep end(Outcome outcome) {
        if (!at.equals(before)) {
            change(new Change.PutDoor(at));
        }
        return new DoorStep(state, List.copyOf(changes), List.copyOf(entries), List.copyOf(effects), outcome);
    }
}
