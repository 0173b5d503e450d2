package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Obstacles;
import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

/// One step of the cloud in the making: reads see what this step has already written.
///
/// Confined to one call of [CloudSide].
final class CloudWork {

    private final Ledger ledger;
    private final Chain chain;
    private final Map<BookingId, Booking> written = new LinkedHashMap<>();
    private final Map<OperationId, Request> requests;
    private final Map<OperationId, Answer> answered = new HashMap<>();
    /// As they were when the step began.
    private final Map<SpaceId, Optional<Space>> spaces = new HashMap<>();
    private final SortedMap<Long, Head> unread;
    private final List<Change> changes = new ArrayList<>();
    private final List<Entry> entries = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private final FloorPosition before;
    private FloorPosition at;

    CloudWork(CloudFloor floor, Ledger ledger, Chain chain) {
        this.before = floor.at();
        this.at = floor.at();
        this.requests = inOrder(floor.requests().values());
        this.unread = new TreeMap<>(floor.unread());
        this.ledger = ledger;
        this.chain = chain;
    }

    /// As they were asked, so that the same floor always takes the same step.
    private static Map<OperationId, Request> inOrder(Collection<Request> asked) {
        Map<OperationId, Request> ordered = new LinkedHashMap<>();
        asked.stream().sorted(Comparator.comparingLong(Request::seq)).forEach(each -> ordered.put(each.operation(), each));
        return ordered;
    }

    FloorPosition at() {
        return at;
    }

    void at(FloorPosition next) {
        at = next;
    }

    Optional<Booking> booking(BookingId id) {
        Booking mine = written.get(id);
        return mine != null ? Optional.of(mine) : ledger.booking(id);
    }

    Optional<Answer> answer(OperationId operation) {
        Answer mine = answered.get(operation);
        return mine != null ? Optional.of(mine) : ledger.answer(operation);
    }

    /// R7: the request ends with this answer, here and at the door.
    void refuse(Request request, Rejection why) {
        BookingId booking = request.command().booking();
        close(request.operation());
        append(Head.bare(request.operation()), new Body.Declined(booking, why));
        answer(request.operation(), new Answer.Refused(why));
        tell(new Effect.Decided(request.operation(), booking, new Answer.Refused(why)));
        tell(new Effect.Onward(request.operation(), booking));
    }

    /// Whether an operation is none of this floor's door's business: another floor has answered it, and here nothing of it is open, as it is while a booking moves from one to the other (R9).
    ///
    /// A cloud that has forgotten lacks the requests that would say so: it takes over what it is told (R16).
    boolean isForeign(OperationId operation) {
        return at.standing() instanceof Standing.Deciding && request(operation).isEmpty()
                && ledger.answeredElsewhere(operation);
    }

    /// A door that speaks under an operation of another floor answers nobody there.
    void foreign(OperationId operation) {
        tell(new Effect.Alarm("out-of-place",
                "the door spoke under operation " + operation + ", which is another floor's; nobody there was answered"));
    }

    Optional<Space> space(SpaceId id) {
        return spaces.computeIfAbsent(id, ledger::space);
    }

    /// R15: about a space without a door the cloud decides, wherever the line of its floor is.
    Line line(SpaceId space) {
        return at.line().of(space(space));
    }

    Ledger ledger() {
        return ledger;
    }

    Optional<Request> request(OperationId operation) {
        return Optional.ofNullable(requests.get(operation));
    }

    Stream<Request> requests() {
        return List.copyOf(requests.values()).stream();
    }

    /// What this version could not read, oldest first.
    List<Head> unread() {
        return List.copyOf(unread.values());
    }

    /// What was unread belongs to an epoch that is over, or is known from elsewhere.
    void forget() {
        unread.clear();
    }

    int requestCount() {
        return requests.size();
    }

    /// Our undecided wishes about a booking, oldest first.
    List<Request> about(BookingId booking) {
        return requests.values()
                .stream()
                .filter(r -> r.command().booking().equals(booking))
                .sorted(Comparator.comparingLong(Request::seq))
                .toList();
    }

    boolean understandsAll() {
        return unread.isEmpty();
    }

    /// Up to where the door's log is contained here: what came after an unread entry is told again, for without that one it may mean something else.
    Mark contained() {
        return contained(new CloudFloor(at, requests, unread), ledger);
    }

    static Mark contained(CloudFloor floor, Ledger ledger) {
        return floor.unread()
                .keySet()
                .stream()
                .min(Comparator.naturalOrder())
                .map(first -> ledger.logHash(first - 1).map(hash -> new Mark(first - 1, hash)).orElse(Mark.START))
                .orElse(floor.at().log());
    }

    /// What a wish of our own must not overlap: everything.
    Obstacles everything() {
        return (self, space, slot) -> Stream.concat(inCalendar(self, space, slot, true), locks(self, space, slot)).toList();
    }

    /// What a door's proposal must not overlap: not our open proposals of new bookings, because the door holds the slot and will decline those (R6).
    Obstacles forDoor() {
        return (self, space, slot) -> Stream.concat(inCalendar(self, space, slot, false), locks(self, space, slot)).toList();
    }

    private Stream<Obstacle> inCalendar(BookingId self, SpaceId space, Slot slot, boolean requestedToo) {
        return ledger.holding(space, slot)
                .stream()
                .map(b -> written.getOrDefault(b.id(), b))
                .filter(b -> !b.id().equals(self))
                .filter(b -> b.space().equals(space) && b.slot().overlaps(slot))
                .filter(b -> b.phase().decided() || (requestedToo && b.phase().holds()))
                .map(b -> new Obstacle(b.slot(), b.phase().decided()));
    }

    private Stream<Obstacle> locks(BookingId self, SpaceId space, Slot slot) {
        Stream<Slot> held = requests.values()
                .stream()
                .filter(r -> !r.command().booking().equals(self))
                .flatMap(r -> r.hold().stream())
                .filter(h -> h.overlaps(space, slot))
                .map(Request.Hold::slot);
        Stream<Slot> unknown = unread.values()
                .stream()
                .filter(h -> h.space().equals(Optional.of(space)))
                .flatMap(h -> h.slot().stream())
                .filter(slot::overlaps);
        return Stream.concat(held, unknown).map(s -> new Obstacle(s, false));
    }

    /// A door has no say about another floor's rooms, whatever it tells: one bad agent must not reach beyond its floor. What has departed may lie anywhere and holds nothing.
    boolean outOfPlace(Booking theirs) {
        return !(theirs.phase() instanceof Phase.Departed) && ledger.elsewhere(theirs.space());
    }

    /// One alarm for all that came together: somebody who tells thousands must not write thousands of rows.
    void dropped(List<Booking> outOfPlace) {
        if (!outOfPlace.isEmpty()) {
            Booking first = outOfPlace.getFirst();
            tell(new Effect.Alarm("out-of-place",
                    "the door spoke of " + outOfPlace.size() + " in rooms of other floors, first of booking "
                            + first.id() + " in room " + first.space() + "; that was dropped"));
        }
    }

    /// Takes over what the door decided. Decisions about one booking are numbered, so an older one that is told again changes nothing.
    ///
    /// R13: where this cloud has decided without knowing of it, one of the two is lost, and that is recorded.
    ///
    /// @param event what the door did, as far as it tells from where
    /// @param heard whether this was told before
    void believe(Booking booking, BookingEvent event, boolean heard) {
        Optional<Booking> known = booking(booking.id());
        if (known.filter(mine -> mine.phase() instanceof Phase.Departed).isPresent()) {
            // It is another floor's by now, and comes back by a crossing only.
            return;
        }
        boolean stands = known.map(mine -> Truth.later(mine, booking)).orElse(true);
        known.filter(mine -> readsOn() && Truth.clash(mine, booking, event, heard))
                .ifPresent(mine -> tell(new Effect.Alarm("clash", "decided twice: " + words(mine) + " by the cloud, "
                        + words(booking) + " by the door; the " + (stands ? "door's" : "cloud's") + " stands")));
        if (!stands) {
            return;
        }
        if (booking.phase().decided()) {
            makeRoom(booking);
        }
        put(booking);
    }

    private static String words(Booking booking) {
        return booking.id() + " version " + booking.version() + " " + booking.slot() + " " + booking.phase().slug();
    }

    /// Whether what the door tells is all that there is to know, so that what does not fit is a contradiction.
    private boolean readsOn() {
        return understandsAll() && !(at.standing() instanceof Standing.Doubting);
    }

    /// While an entry of the door is unread, or this cloud has forgotten, a row of ours may be stale. Where the door's decision contradicts one, that row goes back to waiting for the door until the door's copy heals it.
    void makeRoom(Booking booking) {
        if (readsOn()) {
            clash(booking);
        } else {
            inTheWay(booking).filter(b -> b.phase().decided()).forEach(b -> put(b.as(new Phase.Requested(Party.DOOR))));
        }
    }

    /// R13: with everything read, a contradiction is what a disk that rolled back or an administrator's force leads to. The door, where people stand, keeps the room, and the clash is recorded.
    void clash(Booking booking) {
        inTheWay(booking).filter(b -> b.phase().decided() || about(b.id()).isEmpty()).forEach(b -> {
            put(b.decided(new Phase.Declined(new Rejection.Taken(booking.slot(), Optional.empty()))));
            tell(new Effect.Alarm("clash", "both were confirmed: " + b.id() + " " + b.slot() + " by the cloud, " + booking.id()
                    + " " + booking.slot() + " by the door; the door's stands"));
        });
    }

    private Stream<Booking> inTheWay(Booking booking) {
        return ledger.holding(booking.space(), booking.slot())
                .stream()
                .flatMap(held -> booking(held.id()).stream())
                .filter(b -> !b.id().equals(booking.id()) && b.phase().holds() && b.space().equals(booking.space())
                        && b.slot().overlaps(booking.slot()));
    }

    /// A door knows titles only as far as privacy lets it, so what comes back from there never erases what we know.
    void put(Booking booking) {
        Optional<String> title = booking.title().or(() -> booking(booking.id()).flatMap(Booking::title));
        Booking whole = booking.titled(title);
        written.put(whole.id(), whole);
        changes.add(new Change.PutBooking(whole));
    }

    void open(Request request) {
        requests.put(request.operation(), request);
        changes.add(new Change.PutRequest(request));
    }

    void close(OperationId operation) {
        if (requests.remove(operation) != null) {
            changes.add(new Change.DropRequest(operation));
        }
    }

    void answer(OperationId operation, Answer answer) {
        answered.put(operation, answer);
        changes.add(new Change.PutAnswer(operation, answer));
    }

    void unreadable(long seq, Head head) {
        unread.put(seq, head);
        changes.add(new Change.PutUnread(seq, head));
    }

    void change(Change change) {
        changes.add(change);
    }

    void tell(Effect effect) {
        effects.add(effect);
    }

    long nextSeq() {
        return at.feed().seq() + 1;
    }

    void append(Head head, Body body) {
        Entry entry = Entry.after(at.feed(), head, reduced(body), chain);
        entries.add(entry);
        at = at.withFeed(Mark.of(entry));
    }

    /// What the next snapshot tells as well is not put into a feed that nobody can read to its end.
    void news(Head head, Body body) {
        if (at.standing() instanceof Standing.Deciding) {
            append(head, body);
        }
    }

    /// Nothing that a bystander may not read travels to a door.
    private Body reduced(Body body) {
        return switch (body) {
            case Body.Happened happened -> new Body.Happened(happened.event(), reduced(happened.booking()));
            case Body.Accepted accepted -> new Body.Accepted(accepted.event(), reduced(accepted.booking()));
            case Body.Declined(BookingId id, Rejection.Changed changed) ->
                new Body.Declined(id, new Rejection.Changed(reduced(changed.now())));
            case Body.Proposed(BookingCommand.Book book, int version, Optional<OperationId> behind, Instant asked, boolean trusted, var _) ->
                new Body.Proposed(
                        new BookingCommand.Book(book.booking(), book.space(), book.slot(), book.organiser(),
                                shown(book.space(), book.title()), book.origin()),
                        version, behind, asked, trusted);
            case Body.Proposed(BookingCommand.Arrive arrive, int version, Optional<OperationId> behind, Instant asked, boolean trusted, var _) ->
                new Body.Proposed(new BookingCommand.Arrive(reduced(arrive.arriving()), arrive.held()), version, behind, asked,
                        trusted);
            case Body.Proposed _,Body.Declined _,Body.Granted _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                body;
        };
    }

    private Booking reduced(Booking booking) {
        return booking.titled(shown(booking.space(), booking.title()));
    }

    private Optional<String> shown(SpaceId space, Optional<String> title) {
        return space(space).filter(s -> s.privacy() == Privacy.TITLE).flatMap(_ -> title);
    }

    CloudStep end(Outcome outcome) {
        if (!at.equals(before)) {
            changes.add(new Change.PutFloor(at));
        }
        return new CloudStep(new CloudFloor(at, requests, unread), List.copyOf(changes), List.copyOf(entries),
                List.copyOf(effects), outcome);
    }
}
