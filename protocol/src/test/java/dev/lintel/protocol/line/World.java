package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Stream;

/// A small world: one room, three slots, and wishes that may each come true once, at any time, at either party.
///
/// It is one minute past the start of the first slot, for ever: no rule of safety needs the clock to move.
///
/// @param wishes groups of alternatives; of each group at most one happens
/// @param lines how many slot boundaries the line may be granted to
/// @param kind what else can happen
record World(String name, List<List<Wished>> wishes, int lines, Kind kind) implements Small<WorldState> {

    /// Besides wishes, grants and deliveries.
    enum Kind {
        PLAIN,
        /// A desk, on a floor that has a door.
        DESK,
        /// One entry of each log meets a reader that cannot read it.
        UNREADABLE,
        /// The door is retired and another one takes its place.
        REPLACEMENT,
        /// The cloud is restored from a backup.
        RESTORE,
        /// The same, and nobody says so: the door's next hello must tell.
        SILENT,
        /// Restored as well, and an administrator does not wait for the door.
        WAIVED,
        /// The door loses its copy and keeps its log.
        REBUILD,
        /// One entry of each log cannot be read, and the door loses its copy.
        UNREADABLE_REBUILD,
        /// One entry of each log cannot be read, and the door is retired.
        UNREADABLE_REPLACEMENT,
        /// The door is replaced without a last word; what it had not sent comes late, or never.
        FORCED;

        boolean garbles() {
            return switch (this) {
                case UNREADABLE,UNREADABLE_REBUILD,UNREADABLE_REPLACEMENT -> true;
                case PLAIN,DESK,REPLACEMENT,RESTORE,SILENT,WAIVED,REBUILD,FORCED -> false;
            };
        }
    }

    /// One alternative: who is asked for what.
    ///
    /// @param series more of the same wish, in the same transaction
    record Wished(Party at, BookingCommand command, List<BookingCommand.Book> series) {

        Wished(Party at, BookingCommand command) {
            this(at, command, List.of());
        }
    }

    /// One wish for many bookings, at the cloud.
    static Wished series(List<BookingCommand.Book> occurrences) {
        return new Wished(Party.CLOUD, occurrences.getFirst(), occurrences);
    }

    static final Instant START = Instant.parse("2026-03-02T09:00:00Z");
    static final Duration STEP = Duration.ofMinutes(30);
    static final Moment NOW = Moment.synchronised(START.plusSeconds(60));
    static final SpaceId ROOM = new SpaceId(new UUID(1, 1));
    static final BookingId A = new BookingId(new UUID(2, 1));
    static final BookingId B = new BookingId(new UUID(2, 2));
    static final BookingId C = new BookingId(new UUID(2, 3));
    static final BookingId D = new BookingId(new UUID(2, 4));
    static final FloorId FLOOR = new FloorId(new UUID(3, 1));
    static final Generation GENERATION = new Generation(new UUID(4, 1));
    static final Policy POLICY = new Policy(Duration.ofDays(1), Duration.ZERO, Duration.ofMinutes(1), Duration.ofHours(8),
            Duration.ofDays(90), Duration.ZERO, Duration.ofDays(2));

    /// The cheap chain of the exploration: collisions would only merge states, and the wire's own chain has its own tests.
    static final Chain CHAIN = (previous, seq, head, body) -> {
        long mixed = Fingerprint
                .mix(Fingerprint.mix(previous.hex().hashCode() * 31L + seq) + head.hashCode() * 1_000_003L + body.hashCode());
        String half = String.format("%016x", mixed);
        return new Hash(half + half + half + half);
    };

    static Instant boundary(int index) {
        return START.plus(STEP.multipliedBy(index));
    }

    /// The slot from one boundary to another.
    static Slot slot(int from, int to) {
        return new Slot(boundary(from), boundary(to));
    }

    static Wished book(Party at, BookingId id, int from, int to) {
        return new Wished(at, new BookingCommand.Book(id, ROOM, slot(from, to), Optional.empty(), Optional.empty(),
                at == Party.DOOR ? Origin.DOOR : Origin.CLOUD));
    }

    static Wished cloud(BookingCommand command) {
        return new Wished(Party.CLOUD, command);
    }

    static Wished door(BookingCommand command) {
        return new Wished(Party.DOOR, command);
    }

    OperationId operation(int group) {
        return new OperationId(new UUID(5, group));
    }

    /// Everything begins with the room known to both and nothing booked.
    @Override
    public WorldState start() {
        Space room = new Space(ROOM, "Room", 4, "Floor", ZoneOffset.UTC, POLICY, Privacy.BUSY, Optional.empty());
        room = kind == Kind.DESK ? room.withoutDoor() : room;
        CloudStep set = new CloudSide(CHAIN).step(CloudFloor.fresh(FLOOR, GENERATION), InMemoryLedger.empty(),
                new CloudInput.SpaceChanged(new OperationId(new UUID(6, 1)), room));
        DoorStep known = new DoorSide(CHAIN).step(DoorState.empty(DoorPosition.fresh(FLOOR, 1)),
                new DoorInput.FeedArrived(set.entries().getFirst(), Optional.empty(), NOW));
        return new WorldState(set.floor(), InMemoryLedger.empty().with(set), known.state(), set.entries(), known.entries(), 0, 0, Optional.empty(), Optional.empty());
    }

    /// Every next state, with what happened in words.
    @Override
    public List<Next> next(WorldState state) {
        List<Next> all = new ArrayList<>();
        for (int group = 0; group < wishes.size(); group++) {
            if ((state.used() & (1 << group)) == 0) {
                for (Wished wished : wishes.get(group)) {
                    all.add(happen(state, group, wished));
                }
            }
        }
        for (int i = 1; i <= lines; i++) {
            if (boundary(i).isAfter(state.cloud().at().line().at())) {
                all.add(cloud(state, "the cloud grants up to slot " + i,
                        new CloudInput.GrantDue(new OperationId(new UUID(7, i)), boundary(i), Duration.ZERO), state.used()));
            }
        }
        if (state.door().at().epoch() == state.cloud().at().epoch() && !Upheavals.mustGreet(state)) {
            deliver(state, all);
        }
        new Upheavals(this).next(state, all);
        return all;
    }

    private Next happen(WorldState state, int group, Wished wished) {
        int used = state.used() | (1 << group);
        String words = (wished.at() == Party.DOOR ? "at the door: " : "at the cloud: ") + words(wished.command());
        if (!wished.series().isEmpty()) {
            return series(state, group, wished.series(), used);
        }
        return wished.at() == Party.DOOR
                ? door(state, words, new DoorInput.Touched(operation(group), wished.command(), NOW), used,
                        state.unreadableLeft())
                : cloud(state, words, new CloudInput.Asked(operation(group), wished.command(), NOW), used);
    }

    /// All occurrences in one transaction, as a desk takes them.
    private Next series(WorldState state, int group, List<BookingCommand.Book> occurrences, int used) {
        WorldState all = state;
        Outcome last = new Outcome.Applied();
        for (CloudInput input : Series.asked(operation(group), occurrences, NOW)) {
            Next next = cloud(all, "", input, used);
            all = next.state();
            last = next.outcome();
        }
        return new Next("at the cloud: a series of " + occurrences.stream().map(World::words).toList(), all, last);
    }

    private void deliver(WorldState state, List<Next> all) {
        DoorState door = state.door();
        int feedNext = (int) door.at().feed().seq();
        if (feedNext < state.feed().size()) {
            Entry entry = state.feed().get(feedNext);
            all.add(door(state, "the door reads " + words(entry), new DoorInput.FeedArrived(entry, Optional.empty(), NOW),
                    state.used(), state.unreadableLeft()));
            if (kind.garbles() && (state.unreadableLeft() & 1) == 0) {
                all.add(door(state, "the door cannot read " + words(entry),
                        new DoorInput.FeedArrived(garbled(entry), Optional.empty(), NOW), state.used(),
                        state.unreadableLeft() | 1));
            }
        }
        int logNext = (int) state.cloud().at().log().seq();
        if (logNext < state.log().size()) {
            Entry entry = state.log().get(logNext);
            all.add(cloud(state, "the cloud reads " + words(entry), new CloudInput.LogArrived(entry, NOW), state.used()));
            if (kind.garbles() && (state.unreadableLeft() & 2) == 0) {
                Next next = cloud(state, "the cloud cannot read " + words(entry),
                        new CloudInput.LogArrived(garbled(entry), NOW), state.used());
                all.add(next.at(next.state().spent(state.unreadableLeft() | 2)));
            }
        }
        if (state.cloud().at().feedAcked().seq() < door.at().feed().seq()
                && state.cloud().at().feedAcked().seq() < state.cloud().at().grantSeq()) {
            all.add(cloud(state, "the door's acknowledgement arrives", new CloudInput.FeedAcknowledged(door.at().feed()),
                    state.used()));
        }
    }

    static Entry garbled(Entry entry) {
        return new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(), new Body.Unreadable("later", "{}"));
    }

    /// What one action leads to.
    ///
    /// @param clash whether it was recorded that two decisions could not both stand
    record Next(String words, WorldState state, Outcome outcome, boolean clash) implements Small.Reached<WorldState> {

        Next(String words, WorldState state, Outcome outcome) {
            this(words, state, outcome, false);
        }

        Next at(WorldState other) {
            return new Next(words, other, outcome, clash);
        }
    }

    @Override
    public long fingerprint(WorldState state) {
        return state.fingerprint();
    }

    @Override
    public Optional<String> violation(WorldState state) {
        return state.violation().or(() -> occurrences(state)).or(() -> Upheavals.stillDoubting(state)).or(() -> outOfTurn(state))
                .or(() -> askedAboutADesk(state));
    }

    @Override
    public Optional<String> wrongStep(WorldState before, Small.Reached<WorldState> reached) {
        WorldState after = reached.state();
        boolean clash = ((Next) reached).clash();
        if (((before.unreadableLeft() ^ after.unreadableLeft()) & Upheavals.RESTORED) != 0) {
            return Optional.empty();
        }
        if (Upheavals.knowsItIsOver(before) && Upheavals.knowsItIsOver(after)
                && after.log().stream().skip(before.log().size()).anyMatch(entry -> !(entry.body() instanceof Body.Observed))) {
            return Optional.of("the door knew that its epoch was over, and decided");
        }
        if ((after.unreadableLeft() & Upheavals.BY_FORCE) != 0) {
            return clash ? Optional.empty() : Taken.unrecorded(before, after);
        }
        return clash
                ? Optional.of("a clash was recorded, and nobody forced anything")
                : WorldState.regression(before, after);
    }

    static Next cloud(WorldState state, String words, CloudInput input, int used) {
        CloudStep step = new CloudSide(CHAIN).step(state.cloud(), state.ledger(), input);
        if (step.changes().isEmpty() && used == state.used()) {
            return new Next(words, state, step.outcome());
        }
        return new Next(words,
                new WorldState(reloaded(state.cloud(), step.changes()), state.ledger().with(input, step), state.door(),
                        joined(began(step) ? List.of() : state.feed(), step.entries()), state.log(), used,
                        state.unreadableLeft(), state.backup(), state.offered()),
                step.outcome(), step.effects().stream().anyMatch(World::clashes));
    }

    private static boolean clashes(Effect effect) {
        return effect instanceof Effect.Alarm alarm && alarm.kind().equals("clash");
    }

    static Next door(WorldState state, String words, DoorInput input, int used, int unreadableLeft) {
        DoorStep step = new DoorSide(CHAIN).step(state.door(), input);
        boolean began = step.changes().stream().anyMatch(change -> change instanceof Change.BeginEpoch);
        return new Next(words,
                new WorldState(state.cloud(), state.ledger(), state.door().with(step.changes()), state.feed(),
                        joined(began ? List.of() : state.log(), step.entries()), used, unreadableLeft, state.backup(),
                        state.offered()),
                step.outcome());
    }

    private static boolean began(CloudStep step) {
        return step.changes().stream().anyMatch(change -> change instanceof Change.BeginEpoch);
    }

    /// A series is answered one by one, at once.
    private Optional<String> occurrences(WorldState state) {
        for (int group = 0; group < wishes.size(); group++) {
            int size = wishes.get(group).getFirst().series().size();
            for (int i = 0; i < size && (state.used() & (1 << group)) != 0; i++) {
                if (state.ledger().answer(Series.operation(operation(group), i)).isEmpty()) {
                    return Optional.of("occurrence " + (i + 1) + " of a series has no answer");
                }
            }
        }
        return Optional.empty();
    }

    /// R15: about a desk the cloud asks nobody.
    private Optional<String> askedAboutADesk(WorldState state) {
        return kind != Kind.DESK
                ? Optional.empty()
                : state.feed()
                        .stream()
                        .filter(entry -> entry.body() instanceof Body.Proposed)
                        .findFirst()
                        .map(entry -> "the door was asked about a desk: " + words(entry));
    }

    /// R2: what is read a second time, or before what it follows, changes nothing.
    private static Optional<String> outOfTurn(WorldState state) {
        if (state.door().at().epoch() != state.cloud().at().epoch() || Upheavals.mustGreet(state)) {
            return Optional.empty();
        }
        return Stream.concat(
                around(state.feed(), state.door().at().feed().seq()).filter(entry -> changes(state.door(), entry)),
                around(state.log(), state.cloud().at().log().seq()).filter(entry -> changes(state, entry)))
                .map(entry -> "read out of turn, " + words(entry) + " changed something")
                .findFirst();
    }

    /// The entry that was read last, and the one after the next.
    private static Stream<Entry> around(List<Entry> entries, long read) {
        return Stream.of(read - 1, read + 1).filter(i -> i >= 0 && i < entries.size()).map(i -> entries.get(i.intValue()));
    }

    private static boolean changes(DoorState door, Entry entry) {
        return !new DoorSide(CHAIN).step(door, new DoorInput.FeedArrived(entry, Optional.of(entry.hash()), NOW))
                .changes()
                .isEmpty();
    }

    private static boolean changes(WorldState state, Entry entry) {
        return !new CloudSide(CHAIN).step(state.cloud(), state.ledger(), new CloudInput.LogArrived(entry, NOW))
                .changes()
                .isEmpty();
    }

    /// A party goes on from the rows that were written, never from what it remembers: so every state is one after a crash, too.
    static CloudFloor reloaded(CloudFloor before, List<Change> changes) {
        FloorPosition at = before.at();
        Map<OperationId, Request> requests = new HashMap<>(before.requests());
        SortedMap<Long, Head> unread = new TreeMap<>(before.unread());
        for (Change change : changes) {
            switch (change) {
                case Change.PutFloor put -> at = put.floor();
                case Change.PutRequest put -> requests.put(put.request().operation(), put.request());
                case Change.DropRequest drop -> requests.remove(drop.operation());
                case Change.PutUnread put -> unread.put(put.seq(), put.head());
                case Change.Emptied _,Change.BeginEpoch _ -> unread.clear();
                case Change.PutBooking _,Change.PutAnswer _,Change.PutSpace _,Change.PutName _,Change.PutVerifiers _,Change.Park _,Change.PutDoor _ -> {
                }
            }
        }
        return new CloudFloor(at, requests, unread);
    }

    static List<Entry> joined(List<Entry> log, List<Entry> more) {
        if (more.isEmpty()) {
            return log;
        }
        List<Entry> all = new ArrayList<>(log);
        all.addAll(more);
        return all;
    }

    static String words(Entry entry) {
        return switch (entry.body()) {
            case Body.Granted granted -> "the grant up to " + time(granted.line().at());
            case Body.Happened happened -> "that " + words(happened.booking()) + " was " + happened.event().slug();
            case Body.Proposed proposed -> "the proposal to " + words(proposed.command());
            case Body.Accepted accepted ->
                "the answer accepted: " + words(accepted.booking()) + " is " + accepted.event().slug();
            case Body.Declined declined -> "the answer declined, " + declined.why().slug();
            case Body.NotUnderstood _ -> "that an entry was not understood";
            case Body.Observed _,Body.Late _,Body.Closed _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                entry.body().getClass().getSimpleName();
        };
    }

    static String words(BookingCommand command) {
        String what = command.slug() + " " + name(command.booking());
        return switch (command) {
            case BookingCommand.Book book -> what + " " + words(book.slot());
            case BookingCommand.Move move -> what + " to " + words(move.slot());
            case BookingCommand.Extend extend -> what + " until " + time(extend.end());
            case BookingCommand.Shorten shorten -> what + " until " + time(shorten.end());
            case BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.CheckIn _,BookingCommand.StartEarly _,BookingCommand.Release _,BookingCommand.UndoRelease _,BookingCommand.TakeBack _,BookingCommand.Depart _,BookingCommand.Arrive _ ->
                what;
        };
    }

    static String words(Booking booking) {
        return name(booking.id()) + " " + words(booking.slot()) + " v" + booking.version() + " " + booking.phase().slug();
    }

    private static String words(Slot slot) {
        return time(slot.start()) + "-" + time(slot.end());
    }

    private static String time(Instant at) {
        return at.toString().substring(11, 16);
    }

    static String name(BookingId id) {
        return String.valueOf((char) ('A' + id.value().getLeastSignificantBits() - 1));
    }
}
