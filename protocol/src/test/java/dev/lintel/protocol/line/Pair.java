package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
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
import dev.lintel.protocol.wire.Sha256Chain;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// A cloud and a door with two rooms and a link that delivers when it is told to.
final class Pair {

    static final Instant DAY = Instant.parse("2026-03-02T00:00:00Z");
    static final SpaceId ASPEN = new SpaceId(new UUID(1, 1));
    static final SpaceId BIRCH = new SpaceId(new UUID(1, 2));

    static final Generation NEXT = new Generation(new UUID(0, 3));

    private final CloudSide cloudSide = new CloudSide(new Sha256Chain());
    private final DoorSide doorSide = new DoorSide(new Sha256Chain());
    private final List<Entry> feed = new ArrayList<>();
    private final List<Entry> log = new ArrayList<>();
    private final List<Effect> effects = new ArrayList<>();
    private InMemoryLedger ledger = InMemoryLedger.empty();
    private CloudFloor cloud = CloudFloor.fresh(new FloorId(new UUID(0, 1)), new Generation(new UUID(0, 2)));
    private DoorState door = DoorState.empty(DoorPosition.fresh(new FloorId(new UUID(0, 1)), 1));
    private Runnable backup = () -> {
        throw new IllegalStateException("no backup was made");
    };
    private Instant now = DAY.plus(Duration.ofHours(8));
    private Set<SpaceId> sensed = Set.of();
    private long operations;

    Pair() {
        this(Set.of());
    }

    /// @param desks which of the two spaces are desks
    Pair(Set<SpaceId> desks) {
        for (SpaceId id : List.of(ASPEN, BIRCH)) {
            Space space = new Space(id, id.equals(ASPEN) ? "Aspen" : "Birch", 6, "2nd floor", ZoneOffset.UTC, Policy.USUAL,
                    Privacy.TITLE, Optional.empty());
            cloud(new CloudInput.SpaceChanged(nextOperation(), desks.contains(id) ? space.withoutDoor() : space));
        }
        sync();
    }

    /// From now on the door's sensors see somebody in that room.
    Pair somebodyIn(SpaceId space) {
        sensed = Set.of(space);
        return this;
    }

    OperationId nextOperation() {
        return new OperationId(new UUID(9, ++operations));
    }

    /// `at("10:15")` of the day.
    static Instant at(String time) {
        return Instant.parse("2026-03-02T" + time + ":00Z");
    }

    static BookingId id(String name) {
        return new BookingId(UUID.nameUUIDFromBytes(name.getBytes(java.nio.charset.StandardCharsets.UTF_8)));
    }

    static BookingCommand.Book book(String name, SpaceId space, String from, String to, Origin origin) {
        return new BookingCommand.Book(id(name), space, new Slot(at(from), at(to)), Optional.empty(), Optional.of(name),
                origin);
    }

    Pair clock(String time) {
        now = at(time);
        return this;
    }

    /// Moves the line to that time of the day, as far as a grant may, and tells the door.
    Pair line(String time) {
        cloud(new CloudInput.GrantDue(nextOperation(), at(time), Duration.ZERO));
        return sync();
    }

    Outcome cloud(CloudInput input) {
        CloudStep step = cloudSide.step(cloud, ledger, input);
        cloud = step.floor();
        ledger = ledger.with(input, step);
        if (step.changes().stream().anyMatch(change -> change instanceof Change.BeginEpoch)) {
            feed.clear();
        }
        feed.addAll(step.entries());
        effects.addAll(step.effects());
        Sometimes.reached(step.effects());
        return step.outcome();
    }

    Outcome door(DoorInput input) {
        DoorStep step = doorSide.step(door, input);
        door = step.state();
        log.addAll(step.entries());
        effects.addAll(step.effects());
        Sometimes.reached(step.effects());
        return step.outcome();
    }

    Answer ask(BookingCommand command) {
        return ask(nextOperation(), command);
    }

    Answer ask(OperationId operation, BookingCommand command) {
        return answer(cloud(new CloudInput.Asked(operation, command, Moment.synchronised(now))));
    }

    Answer touch(BookingCommand command) {
        return touch(nextOperation(), command);
    }

    Answer touch(OperationId operation, BookingCommand command) {
        return answer(door(new DoorInput.Touched(operation, command, Moment.synchronised(now))));
    }

    private static Answer answer(Outcome outcome) {
        Answer answer = ((Outcome.Answered) outcome).answer();
        Sometimes.reached(answer);
        return answer;
    }

    /// Delivers everything both ways until nothing is on the way, and acknowledges it.
    Pair sync() {
        for (int round = 0; round < 10; round++) {
            feedOnly();
            logOnly();
            // A door whose words have been heard says hello again.
            if (door.untold()) {
                take(snapshot());
            }
        }
        cloud(new CloudInput.FeedAcknowledged(door.at().feed()));
        door(new DoorInput.LogAcknowledged(cloud.at().log(), Optional.of(cloud.at().log().hash())));
        return this;
    }

    void feedOnly() {
        while (door.at().feed().seq() < feed.size() && door.at().standing() instanceof Standing.Deciding) {
            door(new DoorInput.FeedArrived(feed.get((int) door.at().feed().seq()), Optional.empty(), Moment.synchronised(now),
                    sensed));
        }
    }

    void logOnly() {
        while (cloud.at().log().seq() < log.size() && !(cloud.at().standing() instanceof Standing.Stopped)) {
            cloud(new CloudInput.LogArrived(log.get((int) cloud.at().log().seq()), Moment.synchronised(now)));
        }
    }

    /// The cloud's version is older than the next entry of the door.
    Pair unreadable() {
        Entry entry = log.get((int) cloud.at().log().seq());
        cloud(new CloudInput.LogArrived(new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(),
                new Body.Unreadable("later", "{}")), Moment.synchronised(now)));
        return this;
    }

    /// The door's version is older than the next entry of the cloud.
    Pair unreadableAtDoor() {
        Entry entry = feed.get((int) door.at().feed().seq());
        door(new DoorInput.FeedArrived(new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(),
                new Body.Unreadable("later", "{}")), Optional.empty(), Moment.synchronised(now)));
        return this;
    }

    Optional<Booking> bookingAtCloud(String name) {
        return ledger.booking(id(name));
    }

    Optional<Booking> bookingAtDoor(String name) {
        return door.booking(id(name));
    }

    Outcome greet() {
        return cloud(new CloudInput.Greeted(Greeting.of(door, LocalDate.parse("2026-03-02")), NEXT));
    }

    Snapshot snapshot() {
        return Snapshot.of(cloud, ledger, ledger.spaces().toList(), Map.of(), ledger.bookings().toList());
    }

    /// The whole snapshot arrives, with what the door has written since.
    Outcome take(Snapshot snapshot) {
        List<Entry> since = log.subList((int) Rebuild.from(door, snapshot), log.size());
        boolean same = snapshot.epoch() == door.at().epoch();
        List<Entry> ours = List.copyOf(since);
        if (!same) {
            log.clear();
        }
        return door(new DoorInput.SnapshotArrived(snapshot, ours, Moment.synchronised(now), sensed));
    }

    /// The copy is gone; position and log are there.
    Pair loseCopy() {
        door = DoorState.empty(door.at());
        door(new DoorInput.Doubted("copy-missing"));
        return this;
    }

    /// An older copy of the door's disk.
    void putIn(DoorState card) {
        door = card;
    }

    /// The door says its last word, and the cloud makes room for the next.
    void retire() {
        door(new DoorInput.Retired(nextOperation()));
        logOnly();
        cloud(new CloudInput.DoorReplaced(nextOperation(), false));
    }

    /// A new machine: nothing is on its disk.
    void another() {
        door = DoorState.empty(DoorPosition.fresh(door.at().floor(), 1));
        log.clear();
    }

    /// From here on the cloud can be restored.
    void backUp() {
        CloudFloor floor = cloud;
        InMemoryLedger then = ledger;
        backup = () -> {
            cloud = floor;
            ledger = then;
            feed.subList((int) door.at().feed().seq(), feed.size()).clear();
            cloud(new CloudInput.Restored(nextOperation(), NEXT));
        };
    }

    void restore() {
        backup.run();
    }

    /// A fault on the door's disk that nothing noticed.
    void rotAtDoor(Booking booking) {
        door = door.with(new Change.PutBooking(booking));
    }

    Booking atCloud(String name) {
        return ledger.booking(id(name)).orElseThrow();
    }

    Booking atDoor(String name) {
        return door.booking(id(name)).orElseThrow();
    }

    InMemoryLedger ledger() {
        return ledger;
    }

    CloudFloor cloud() {
        return cloud;
    }

    DoorState door() {
        return door;
    }

    List<Entry> feed() {
        return feed;
    }

    List<Entry> log() {
        return log;
    }

    List<Effect> effects() {
        return effects;
    }
}
