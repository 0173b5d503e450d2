package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/// Two floors with a door and a room each, and one cloud whose table of bookings has one row for each booking, wherever it is.
///
/// @param used which groups of wishes have happened
/// @param flags what else has happened once
/// @param backup of the cloud, where one was made
record House(List<Storey> storeys, Table<BookingId, Booking> bookings, Table<OperationId, Answer> answers, int used, int flags,
        Optional<House> backup) {

    static final List<SpaceId> ROOMS = List.of(new SpaceId(new UUID(1, 1)), new SpaceId(new UUID(1, 2)));

    /// One floor, with what both parties and both logs have of it.
    record Storey(CloudFloor cloud, DoorState door, List<Entry> feed, List<Entry> log) {

        boolean sameEpoch() {
            return cloud.at().epoch() == door.at().epoch();
        }

        List<Entry> feedAhead() {
            return sameEpoch() ? feed.subList((int) door.at().feed().seq(), feed.size()) : feed;
        }

        List<Entry> logAhead() {
            return sameEpoch() ? log.subList((int) cloud.at().log().seq(), log.size()) : log;
        }
    }

    record Reached(String words, House state, Outcome outcome) implements Small.Reached<House> {}

    /// Both rooms known to cloud and doors, and nothing booked.
    static House empty() {
        House house = new House(List.of(), Table.empty(), Table.empty(), 0, 0, Optional.empty());
        List<Storey> storeys = new ArrayList<>();
        for (int floor = 0; floor < ROOMS.size(); floor++) {
            FloorId id = new FloorId(new UUID(3, floor + 1L));
            CloudStep set = new CloudSide(World.CHAIN).step(CloudFloor.fresh(id, World.GENERATION), house.ledger(floor),
                    new CloudInput.SpaceChanged(new OperationId(new UUID(6, floor + 1L)), room(floor)));
            DoorStep known = new DoorSide(World.CHAIN).step(DoorState.empty(DoorPosition.fresh(id, 1)),
                    new DoorInput.FeedArrived(set.entries().getFirst(), Optional.empty(), World.NOW));
            storeys.add(new Storey(set.floor(), known.state(), set.entries(), known.entries()));
        }
        return new House(List.copyOf(storeys), Table.empty(), Table.empty(), 0, 0, Optional.empty());
    }

    static Space room(int floor) {
        return new Space(ROOMS.get(floor), "Room " + (floor + 1), 4, "Floor " + (floor + 1), ZoneOffset.UTC, World.POLICY,
                Privacy.BUSY, Optional.empty());
    }

    static int floorOf(SpaceId room) {
        return ROOMS.indexOf(room);
    }

    Storey at(int floor) {
        return storeys.get(floor);
    }

    /// The cloud's only row of it.
    Optional<Booking> row(BookingId id) {
        return Optional.ofNullable(bookings.get(id));
    }

    House used(int group) {
        return new House(storeys, bookings, answers, used | (1 << group), flags, backup);
    }

    House flagged(int flag) {
        return new House(storeys, bookings, answers, used, flags | flag, backup);
    }

    House with(int floor, Storey storey) {
        return new House(IntStream.range(0, storeys.size()).mapToObj(i -> i == floor ? storey : storeys.get(i)).toList(),
                bookings, answers, used, flags, backup);
    }

    /// The table as the transaction that holds one floor sees it.
    Ledger ledger(int floor) {
        return new View(this, floor);
    }

    Crossing.Side side(int floor) {
        return new Crossing.Side(at(floor).cloud(), ledger(floor));
    }

    House cloud(int floor, CloudStep step) {
        House next = this;
        for (Change change : step.changes()) {
            next = next.wrote(change);
        }
        Storey now = at(floor);
        boolean began = step.changes().stream().anyMatch(change -> change instanceof Change.BeginEpoch);
        return next.with(floor, new Storey(World.reloaded(now.cloud(), step.changes()), now.door(),
                World.joined(began ? List.of() : now.feed(), step.entries()), now.log()));
    }

    private House wrote(Change change) {
        if (change instanceof Change.PutBooking(Booking booking)) {
            return new House(storeys, bookings.with(booking.id(), booking), answers, used, flags, backup);
        }
        if (change instanceof Change.PutAnswer(OperationId operation, Answer answer)) {
            return new House(storeys, bookings, answers.with(operation, answer), used, flags, backup);
        }
        return this;
    }

    Reached cloud(int floor, String words, CloudInput input) {
        CloudStep step = new CloudSide(World.CHAIN).step(at(floor).cloud(), ledger(floor), input);
        return new Reached(words, cloud(floor, step), step.outcome());
    }

    Reached door(int floor, String words, DoorInput input) {
        Storey now = at(floor);
        DoorStep step = new DoorSide(World.CHAIN).step(now.door(), input);
        boolean began = step.changes().stream().anyMatch(change -> change instanceof Change.BeginEpoch);
        return new Reached(words, with(floor, new Storey(now.cloud(), now.door().with(step.changes()), now.feed(),
                World.joined(began ? List.of() : now.log(), step.entries()))), step.outcome());
    }

    /// Both floors' rows in one transaction, the source's first.
    Reached crossed(int source, int target, String words, Crossing.Step step) {
        return new Reached(words, cloud(source, step.source()).cloud(target, step.target()), step.outcome());
    }

    House backedUp() {
        return new House(storeys, bookings, answers, used, flags, Optional.of(this));
    }

    /// The cloud as it was then; doors and their logs as they are.
    House restored(House was) {
        House back = new House(storeys, was.bookings(), was.answers(), used, flags, Optional.empty());
        for (int floor = 0; floor < storeys.size(); floor++) {
            Storey now = at(floor);
            back = back.with(floor, new Storey(was.at(floor).cloud(), now.door(),
                    List.copyOf(now.feed().subList(0, (int) now.door().at().feed().seq())), now.log()));
        }
        return back;
    }

    Snapshot snapshot(int floor) {
        return Snapshot.of(at(floor).cloud(), ledger(floor), List.of(room(floor)), Map.of(),
                bookings.values().filter(b -> b.space().equals(ROOMS.get(floor))).toList());
    }

    private record View(House house, int floor) implements Ledger {

        @Override
        public Optional<Booking> booking(BookingId id) {
            return house.row(id)
                    .map(row -> floorOf(row.space()) == floor || row.phase() instanceof Phase.Departed
                            ? row
                            : row.as(new Phase.Departed(row.space(), row.slot())));
        }

        @Override
        public List<Booking> holding(SpaceId space, Slot slot) {
            return here().filter(b -> b.space().equals(space) && b.phase().holds() && b.slot().overlaps(slot)).toList();
        }

        @Override
        public List<Booking> starting(Slot slot) {
            return here().filter(b -> slot.contains(b.slot().start())).toList();
        }

        private Stream<Booking> here() {
            return house.bookings().values().filter(b -> floorOf(b.space()) == floor);
        }

        @Override
        public Optional<Space> space(SpaceId id) {
            return floorOf(id) == floor ? Optional.of(room(floor)) : Optional.empty();
        }

        @Override
        public Optional<Answer> answer(OperationId operation) {
            return Optional.ofNullable(house.answers().get(operation));
        }

        @Override
        public Optional<Hash> feedHash(long seq) {
            List<Entry> feed = house.at(floor).feed();
            return seq >= 1 && seq <= feed.size() ? Optional.of(feed.get((int) seq - 1).hash()) : Optional.empty();
        }

        @Override
        public Optional<Hash> logHash(long seq) {
            List<Entry> log = house.at(floor).log();
            return seq >= 1 && seq <= log.size() ? Optional.of(log.get((int) seq - 1).hash()) : Optional.empty();
        }

        @Override
        public Optional<Body> logBody(long seq) {
            return applied().filter(entry -> entry.seq() == seq).map(Entry::body).findFirst();
        }

        @Override
        public List<Entry> unanswered() {
            return asked().filter(entry -> answer(entry.head().operation()).isEmpty()).toList();
        }

        @Override
        public Map<OperationId, Answer> answered() {
            return Ledger.answered(asked(), this::answer);
        }

        private Stream<Entry> asked() {
            return applied().filter(entry -> entry.body() instanceof Body.Proposed);
        }

        private Stream<Entry> applied() {
            long read = house.at(floor).cloud().at().log().seq();
            return house.at(floor).log().stream().filter(entry -> entry.seq() <= read);
        }
    }
}
