package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/// How a door starts from a snapshot, in one transaction: swap the copy, put on top what the door wrote after it, ask again what is open, decide what the cloud waits for (R13, R14).
///
/// Within an epoch both logs go on, so what is put on top is in the log already. In a new epoch both count from 1 again, and the cloud that began it may have decided without knowing what this door decided.
/// So it is told first, and weighed by one party, once:
///
/// ```
/// Deciding ──snapshot of a new epoch, all of ours in it──────────────► Deciding
///    │
///    └──snapshot of a new epoch that lacks a decision of ours──► Doubting: the decisions are written again
///                                                                   │   the cloud reads them, clashes end there
///                                                                   └──snapshot that contains them──► Deciding
/// ```
public final class Rebuild {

    /// Decisions of ours that the cloud has not weighed yet.
    static final String UNTOLD = "words-untold";

    private final DoorWork work;
    private final Snapshot snapshot;
    private final List<Entry> since;
    /// All of ours, where the copy is lost.
    private final List<Entry> whole;
    private final Moment moment;
    private final Set<SpaceId> sensed;
    /// Wishes of ours that nobody has answered yet. Each is one, however often snapshots have had it asked.
    private final Map<OperationId, Request> open = new HashMap<>();
    private final Set<OperationId> answeredHere = new HashSet<>();

    Rebuild(DoorWork work, DoorInput.SnapshotArrived arrived) {
        this.work = work;
        this.snapshot = arrived.snapshot();
        long from = shared(work.state(), snapshot);
        this.whole = isLost(work.state()) ? arrived.since() : List.of();
        this.since = arrived.since().stream().filter(entry -> entry.seq() > from).toList();
        this.moment = arrived.moment();
        this.sensed = arrived.sensed();
    }

    /// A door hands over its own entries after this number together with the snapshot. One that has lost its copy hands over all of them: what it answered stands nowhere else.
    public static long from(DoorState door, Snapshot snapshot) {
        return isLost(door) ? 0 : shared(door, snapshot);
    }

    private static boolean isLost(DoorState door) {
        return door.at().standing() instanceof Standing.Doubting && !door.untold();
    }

    private static long shared(DoorState door, Snapshot snapshot) {
        return Math.min(contained(door.at(), snapshot).seq(), door.at().logAcked().seq());
    }

    /// How far the cloud says it has our log of the epoch we are in. Of an older one it says nothing, and may have forgotten what it once acknowledged.
    private static Mark contained(DoorPosition at, Snapshot snapshot) {
        if (snapshot.epoch() == at.epoch()) {
            return snapshot.log();
        }
        return snapshot.epoch() == at.epoch() + 1 ? snapshot.before() : Mark.START;
    }

    Outcome arrived() {
        DoorPosition at = work.at();
        boolean same = snapshot.epoch() == at.epoch();
        if (snapshot.epoch() < at.epoch() || (same && snapshot.feed().seq() < at.feed().seq())) {
            return new Outcome.Repeated();
        }
        if (same && (at.standing() instanceof Standing.Stopped || at.standing() instanceof Standing.Ended)) {
            return new Outcome.Halted(at.standing().obstacle().orElseThrow());
        }
        boolean follows = follows();
        if (same && !follows) {
            return DoorSide.stop(work, "log-fork", "the cloud's snapshot contains another log than the one written here");
        }
        long contained = contained(at, snapshot).seq();
        List<Entry> ours = follows ? since.stream().filter(entry -> entry.seq() > contained).toList() : List.of();
        boolean decided = ours.stream().anyMatch(Rebuild::isDecision);
        if (same && decided && work.state().untold()) {
            return new Outcome.Repeated();
        }
        List<Entry> before = follows ? whole.stream().filter(entry -> entry.seq() <= contained).toList() : List.of();
        collect(same ? ours : Stream.concat(before.stream(), ours.stream()).toList(), same);
        if (!same && decided) {
            tell(ours);
            whole.forEach(this::recall);
            return new Outcome.Applied();
        }
        swap(same);
        before.forEach(this::recall);
        ours.forEach(entry -> again(entry, same));
        if (!(work.at().standing() instanceof Standing.Deciding)) {
            // R14: it contradicts our own words, so nothing is built on it; what is open waits for the next one.
            open().forEach(request -> work.change(new Change.PutRequest(request)));
            return new Outcome.Applied();
        }
        if (!follows && !since.isEmpty()) {
            tellLate(at.epoch(), at.logAcked().seq());
        }
        open().forEach(this::reopen);
        snapshot.requests().forEach(this::decide);
        return new Outcome.Applied();
    }

    /// R2: whether our log, up to where the snapshot claims to contain it, is the one that it contains.
    ///
    /// R13: an epoch in between was another's, a door's or the cloud's own, and whoever had it decided without us.
    private boolean follows() {
        if (snapshot.epoch() > work.at().epoch() + 1) {
            return false;
        }
        Mark contained = contained(work.at(), snapshot);
        return contained.equals(work.at().log()) || since.stream()
                .anyMatch(entry -> entry.seq() == contained.seq() + 1 && entry.previous().equals(contained.hash()));
    }

    /// In the order in which they were asked.
    private List<Request> open() {
        return open.values().stream().sorted(Comparator.comparingLong(Request::seq)).toList();
    }

    /// What is still open, from the requests that are kept and, where they are lost as well, from the log. A cloud that has forgotten reads wishes without deciding them, so to a door that has lost its copy as well each of its log may be open.
    private void collect(List<Entry> ours, boolean same) {
        work.state().requests().forEach(request -> open.put(request.operation(), request));
        for (Entry entry : ours) {
            OperationId operation = entry.head().operation();
            switch (entry.body()) {
                // Whoever was told no has gone; asked again, it might be granted to nobody.
                case Body.Proposed _ when work.state().answer(operation).orElse(null) instanceof Answer.Refused -> {
                }
                case Body.Proposed p -> {
                    Optional<Request.Hold> hold = p.command() instanceof BookingCommand.Book
                            ? Optional.empty()
                            : entry.head().space().flatMap(s -> entry.head().slot().map(t -> new Request.Hold(s, t)));
                    open.putIfAbsent(operation,
                            new Request(operation, entry.seq(), p.command(), p.version(), p.behind(), p.at(), hold));
                }
                case Body.Accepted _,Body.Declined _ -> answeredHere.add(operation);
                // R7: on its way to the cloud this is a no, whatever the snapshot makes readable now.
                case Body.NotUnderstood(long seq) when same && isAsked(operation, seq) -> answeredHere.add(operation);
                case Body.Happened _,Body.NotUnderstood _,Body.Observed _,Body.Closed _,Body.Late _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                    {
                    }
            }
        }
        // What this door answered itself is told again with its answer.
        open.keySet().removeAll(answeredHere);
    }

    private static boolean isDecision(Entry entry) {
        return entry.body() instanceof Body.Happened || entry.body() instanceof Body.Accepted;
    }

    /// R13, R16: says again what was decided here, and decides nothing until a snapshot contains it. The copy stays as it is meanwhile, for whoever looks at it.
    private void tell(List<Entry> ours) {
        List<Booking> copy = work.state().bookings().toList();
        work.change(new Change.BeginEpoch(snapshot.epoch()));
        work.at(new DoorPosition(work.at().floor(), snapshot.epoch(), Optional.of(snapshot.generation()), snapshot.line(),
                Mark.START, Mark.START, Mark.START, new Standing.Doubting(UNTOLD)));
        copy.forEach(work::put);
        open().forEach(request -> work.change(new Change.PutRequest(request)));
        ours.stream().filter(entry -> !isOver(entry.body())).forEach(entry -> work.append(entry.head(), entry.body()));
    }

    private void swap(boolean same) {
        DoorPosition at = work.at();
        work.change(same ? new Change.Emptied() : new Change.BeginEpoch(snapshot.epoch()));
        work.at(new DoorPosition(at.floor(), snapshot.epoch(), Optional.of(snapshot.generation()), snapshot.line(),
                same ? at.log() : Mark.START, same ? at.logAcked() : Mark.START, snapshot.feed(), new Standing.Deciding()));
        snapshot.spaces().forEach(space -> work.change(new Change.PutSpace(space)));
        snapshot.names().forEach((person, name) -> work.change(new Change.PutName(person, Optional.of(name))));
        work.change(new Change.PutVerifiers(true, List.of(), snapshot.verifiers()));
        // What awaits this door is among the requests and is decided at the end.
        snapshot.bookings()
                .stream()
                .filter(booking -> !(booking.phase() instanceof Phase.Requested))
                .forEach(work::put);
    }

    /// What this door decided after the snapshot was taken stands.
    private void again(Entry entry, boolean same) {
        switch (entry.body()) {
            case Body.Happened happened -> {
                work.believe(happened.booking());
                remember(entry, new Answer.Done(happened.event(), happened.booking()));
            }
            case Body.Accepted accepted when accepted.event() instanceof BookingEvent.Held -> {
                // Kept until the other floor has spoken; if it has, the snapshot tells what came of it.
                if (isAwaited(entry.head().operation())) {
                    hold(entry.head().operation(), accepted.booking());
                }
            }
            case Body.Accepted accepted -> {
                work.believe(accepted.booking());
                remember(entry, new Answer.Done(accepted.event(), accepted.booking()));
            }
            case Body.Declined declined -> remember(entry, new Answer.Refused(declined.why()));
            case Body.NotUnderstood _ when answeredHere.contains(entry.head().operation()) ->
                remember(entry, new Answer.Refused(new Rejection.NotUnderstood()));
            case Body.Observed _,Body.Late _,Body.Proposed _,Body.NotUnderstood _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                {
                }
        }
        if (!same && !isOver(entry.body())) {
            work.append(entry.head(), entry.body());
        }
    }

    /// Whoever asks again hears what they were told, though the row that said so is gone.
    private void recall(Entry entry) {
        Optional<Answer> told = Optional.ofNullable(snapshot.answers().get(entry.head().operation()));
        switch (entry.body()) {
            case Body.Proposed _ when told.isPresent() -> remember(entry, told.get());
            case Body.Happened happened -> remember(entry, new Answer.Done(happened.event(), happened.booking()));
            case Body.Accepted(BookingEvent event, Booking booking) when !(event instanceof BookingEvent.Held) ->
                remember(entry, new Answer.Done(event, booking));
            case Body.Declined declined -> remember(entry, new Answer.Refused(declined.why()));
            case Body.Proposed(BookingCommand.Book book, var _, var _, var _, var _, var _) -> granted(book.booking())
                    .ifPresent(booking -> remember(entry, new Answer.Done(new BookingEvent.Booked(), booking)));
            case Body.Accepted _,Body.Observed _,Body.Late _,Body.Proposed _,Body.NotUnderstood _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                {
                }
        }
    }

    /// The cloud's answer was in its feed; that it was a yes, the booking itself says.
    private Optional<Booking> granted(BookingId id) {
        return work.state()
                .booking(id)
                .filter(b -> !(b.phase() instanceof Phase.Requested) && !(b.phase() instanceof Phase.Declined));
    }

    /// Wishes are asked again by themselves; about entries of a feed that is over there is nothing left to say.
    private static boolean isOver(Body body) {
        return switch (body) {
            case Body.Happened _,Body.Accepted _,Body.Declined _,Body.Observed _,Body.Late _ -> false;
            case Body.Proposed _,Body.NotUnderstood _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                true;
        };
    }

    /// The first answer stays the first, and a cloud that could not read this entry finds it in the copy.
    private void remember(Entry entry, Answer answer) {
        OperationId operation = entry.head().operation();
        if (work.state().answer(operation).filter(known -> !(known instanceof Answer.Waiting)).isEmpty()) {
            work.answer(operation, answer);
        }
    }

    /// R13: what another branch of this door's log says is not applied by anybody; the cloud makes wishes of it, or files it.
    private void tellLate(long epoch, long acknowledged) {
        work.tell(new Effect.Alarm("late-words", since.size() + " entries of epoch " + epoch
                + " do not follow what the cloud has of it; what was decided in them is told as late words"));
        // What is still open is asked again under its own name, and who asks twice stands in the way of the first.
        Set<OperationId> asked = open.keySet();
        since.stream()
                .filter(entry -> entry.seq() > acknowledged || isDecision(entry))
                .filter(entry -> !asked.contains(entry.head().operation()))
                .forEach(entry -> work.append(Head.bare(entry.head().operation()), new Body.Late(epoch, entry)));
    }

    /// Its answer may stand in a part of the feed that is skipped, so every open wish is asked again under its old name: whoever has answered it answers the same.
    private void reopen(Request request) {
        boolean askedBack = snapshot.requests().stream().anyMatch(r -> r.operation().equals(request.operation()));
        if (askedBack || isAnswered(request)) {
            return;
        }
        if (request.command() instanceof BookingCommand.Book book && work.state().booking(book.booking()).isEmpty()) {
            work.put(new Booking(book.booking(), book.space(), book.slot(), 1, book.organiser(), book.title(), book.origin(),
                    request.at(), new Phase.Requested(Party.CLOUD)));
        }
        // A forgotten yes is a question again: by now the cloud may want this door itself to decide it.
        work.answer(request.operation(), new Answer.Waiting(Party.CLOUD, request.command().booking()));
        work.change(new Change.PutRequest(request.numbered(work.nextSeq())));
        work.append(Head.proposing(request.operation(), request.command(), request.hold()),
                request.proposal(moment.quality().permitsNow()));
    }

    /// R7: what the cloud once granted, and this door went on with, has had its answer. The cloud knows what came of it from our own words, and asked again it would find the booking in its own way.
    private boolean isAnswered(Request request) {
        if (!(work.state().answer(request.operation()).orElse(null) instanceof Answer.Done(var _, Booking given))) {
            return false;
        }
        return work.state()
                .booking(given.id())
                .filter(now -> !(now.phase() instanceof Phase.Declined) && leadsTo(given, now))
                .isPresent();
    }

    private static boolean leadsTo(Booking given, Booking now) {
        boolean same = now.version() == given.version() && now.space().equals(given.space()) && now.slot().equals(given.slot());
        return same || now.version() > given.version();
    }

    /// R9: minutes that are kept for a booking of another floor stay kept, whatever becomes of the copy.
    private void hold(OperationId operation, Booking kept) {
        work.put(kept);
        work.answer(operation, new Answer.Done(new BookingEvent.Held(), kept));
    }

    private boolean isAwaited(OperationId operation) {
        return snapshot.requests().stream().anyMatch(request -> request.operation().equals(operation));
    }

    private boolean isAsked(OperationId operation, long seq) {
        return snapshot.requests().stream().anyMatch(r -> r.operation().equals(operation) && r.seq() == seq);
    }

    private void decide(Request request) {
        if (request.command() instanceof BookingCommand.Arrive arrive && arrive.held()) {
            hold(request.operation(), arrive.arriving().as(new Phase.Requested(Party.CLOUD)));
        } else if (!answeredHere.contains(request.operation())) {
            new FeedReader(work, moment, sensed).proposed(
                    Head.proposing(request.operation(), request.command(), request.hold()),
                    request.proposal(true));
        }
    }
}
