package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Duration;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.UUID;

/// A small world of two floors: what moves from one to the other, and what comes between.
///
/// @param wishes groups of alternatives; of each group at most one happens
/// @param lines per floor, how many slot boundaries its line may be granted to
/// @param upheaval what happens besides
record HouseWorld(String name, List<List<Wished>> wishes, List<Integer> lines, Upheaval upheaval) implements Small<House> {

    static final int CLOSED = 1;
    static final int REPLACED = 2;
    static final int RESTORED = 4;

    private static final Generation SECOND = new Generation(new UUID(4, 2));

    /// What happens once, at any time.
    sealed interface Upheaval {

        record None() implements Upheaval {}

        /// That floor's door is retired, and another takes its place.
        record Replaced(int floor) implements Upheaval {}

        /// The cloud comes back from a backup.
        record Restored() implements Upheaval {}
    }

    /// One alternative.
    ///
    /// @param door the floor at whose door it is asked for; nobody's: at the cloud
    record Wished(OptionalInt door, BookingCommand command) {}

    static Wished cloud(BookingCommand command) {
        return new Wished(OptionalInt.empty(), command);
    }

    static Wished door(int floor, BookingCommand command) {
        return new Wished(OptionalInt.of(floor), command);
    }

    static SpaceId room(int floor) {
        return House.ROOMS.get(floor);
    }

    OperationId operation(int group) {
        return new OperationId(new UUID(5, group));
    }

    @Override
    public House start() {
        return House.empty();
    }

    @Override
    public List<House.Reached> next(House house) {
        List<House.Reached> all = new ArrayList<>();
        for (int group = 0; group < wishes.size(); group++) {
            if ((house.used() & (1 << group)) == 0) {
                for (Wished wished : wishes.get(group)) {
                    happen(house, group, wished).ifPresent(all::add);
                }
            }
        }
        for (int floor = 0; floor < house.storeys().size(); floor++) {
            grants(house, floor, all);
            if (house.at(floor).sameEpoch()) {
                deliver(house, floor, all);
            }
        }
        goOn(house, all);
        switch (upheaval) {
            case Upheaval.None _ -> {
            }
            case Upheaval.Replaced(int floor) -> replacement(house, floor, all);
            case Upheaval.Restored _ -> restore(house, all);
        }
        return all;
    }

    private Optional<House.Reached> happen(House house, int group, Wished wished) {
        BookingCommand command = wished.command();
        House used = house.used(group);
        if (wished.door().isPresent()) {
            int floor = wished.door().getAsInt();
            return Optional.of(used.door(floor, "at door " + (floor + 1) + ": " + words(command),
                    new DoorInput.Touched(operation(group), command, World.NOW)));
        }
        String words = "at the cloud: " + words(command);
        int from = command instanceof BookingCommand.Book book
                ? House.floorOf(book.space())
                : house.row(command.booking()).map(row -> House.floorOf(row.space())).orElse(-1);
        if (from < 0) {
            return Optional.empty();
        }
        if (command instanceof BookingCommand.Move move) {
            int to = House.floorOf(move.space());
            // A wish to go to the other floor, of a booking that is not there yet.
            return from == to
                    ? Optional.empty()
                    : Optional.of(used.crossed(from, to, words, new Crossing(World.CHAIN).asked(used.side(from), used.side(to),
                            operation(group), move, World.NOW)));
        }
        return Optional.of(used.cloud(from, words, new CloudInput.Asked(operation(group), command, World.NOW)));
    }

    private void grants(House house, int floor, List<House.Reached> all) {
        for (int i = 1; i <= lines.get(floor); i++) {
            if (World.boundary(i).isAfter(house.at(floor).cloud().at().line().at())) {
                changed(house, house.cloud(floor, "the cloud grants door " + (floor + 1) + " up to slot " + i,
                        new CloudInput.GrantDue(new OperationId(new UUID(7, floor * 10L + i)), World.boundary(i),
                                Duration.ZERO)),
                        all);
            }
        }
    }

    private static void changed(House before, House.Reached next, List<House.Reached> all) {
        if (!next.state().equals(before)) {
            all.add(next);
        }
    }

    private static void deliver(House house, int floor, List<House.Reached> all) {
        House.Storey storey = house.at(floor);
        if (!storey.feedAhead().isEmpty()) {
            Entry entry = storey.feedAhead().getFirst();
            all.add(house.door(floor, "door " + (floor + 1) + " reads " + words(entry),
                    new DoorInput.FeedArrived(entry, Optional.empty(), World.NOW)));
        }
        if (!storey.logAhead().isEmpty()) {
            Entry entry = storey.logAhead().getFirst();
            all.add(house.cloud(floor, "the cloud reads of door " + (floor + 1) + " " + words(entry),
                    new CloudInput.LogArrived(entry, World.NOW)));
        }
        FloorPosition at = storey.cloud().at();
        Mark read = storey.door().at().feed();
        if (at.feedAcked().seq() < read.seq() && at.feedAcked().seq() < at.grantSeq()) {
            all.add(house.cloud(floor, "the acknowledgement of door " + (floor + 1) + " arrives",
                    new CloudInput.FeedAcknowledged(read)));
        }
    }

    /// The cloud takes up again what is under way between the floors; it may also have gone down before, which is why this is a step of its own.
    static void goOn(House house, List<House.Reached> all) {
        for (int floor = 0; floor < house.storeys().size(); floor++) {
            int target = floor;
            int source = 1 - floor;
            house.at(target)
                    .cloud()
                    .requests()
                    .values()
                    .stream()
                    .filter(request -> request.command() instanceof BookingCommand.Arrive)
                    .forEach(request -> changed(house,
                            house.crossed(source, target, "the cloud goes on with the move of "
                                    + World.name(request.command().booking()) + " to floor " + (target + 1),
                                    new Crossing(World.CHAIN).goOn(house.side(source), house.side(target), request.operation(),
                                            request.command().booking(), World.NOW)),
                            all));
            forgotten(house, source, target, all);
        }
    }

    /// What has left a floor, and of whose arrival a restored cloud knows nothing.
    private static void forgotten(House house, int source, int target, List<House.Reached> all) {
        house.bookings()
                .values()
                .filter(row -> row.phase() instanceof Phase.Departed && House.floorOf(row.space()) == source)
                .filter(row -> house.at(target)
                        .cloud()
                        .requests()
                        .values()
                        .stream()
                        .noneMatch(r -> r.command().booking().equals(row.id())))
                .forEach(row -> changed(house, house.crossed(source, target,
                        "the cloud finds out where " + World.name(row.id()) + " has gone",
                        new Crossing(World.CHAIN).goOn(house.side(source), house.side(target), Crossing.found(row), row.id(),
                                World.NOW)),
                        all));
    }

    private static void replacement(House house, int floor, List<House.Reached> all) {
        if ((house.flags() & CLOSED) == 0) {
            all.add(house.flagged(CLOSED)
                    .door(floor, "door " + (floor + 1) + " writes its last entry",
                            new DoorInput.Retired(new OperationId(new UUID(8, 1)))));
        }
        if (house.at(floor).cloud().at().standing() instanceof Standing.Ended && (house.flags() & REPLACED) == 0) {
            House begun = house.flagged(REPLACED)
                    .cloud(floor, "", new CloudInput.DoorReplaced(new OperationId(new UUID(8, 2)), false))
                    .state();
            House.Storey storey = begun.at(floor);
            House fresh = begun.with(floor, new House.Storey(storey.cloud(),
                    DoorState.empty(DoorPosition.fresh(storey.cloud().at().floor(), storey.cloud().at().epoch())),
                    storey.feed(),
                    List.of()));
            all.add(fresh.door(floor, "another door takes the place of door " + (floor + 1),
                    new DoorInput.SnapshotArrived(fresh.snapshot(floor), List.of(), World.NOW)));
        }
    }

    private static void restore(House house, List<House.Reached> all) {
        boolean restored = (house.flags() & RESTORED) != 0;
        if (house.backup().isEmpty() && !restored) {
            all.add(new House.Reached("the cloud is backed up", house.backedUp(), new Outcome.Applied()));
        } else if (!restored) {
            House back = house.restored(house.backup().orElseThrow()).flagged(RESTORED);
            for (int floor = 0; floor < back.storeys().size(); floor++) {
                back = back.cloud(floor, "", new CloudInput.Restored(new OperationId(new UUID(8, 3)), SECOND)).state();
            }
            all.add(new House.Reached("the cloud is restored from the backup", back, new Outcome.Applied()));
        }
        for (int floor = 0; restored && floor < house.storeys().size(); floor++) {
            greet(house, floor, all);
        }
    }

    /// The door says hello; it gives its copy to a cloud that has forgotten, or that believes something else, and then starts from that cloud's snapshot.
    static void greet(House house, int floor, List<House.Reached> all) {
        House.Storey storey = house.at(floor);
        boolean forgotten = storey.cloud().at().standing() instanceof Standing.Doubting;
        boolean quiet = storey.feedAhead().isEmpty() && storey.logAhead().isEmpty();
        if (!forgotten && storey.sameEpoch() && !quiet && storey.door().proven()) {
            return;
        }
        House.Reached hello = house.cloud(floor, "door " + (floor + 1) + " says hello",
                new CloudInput.Greeted(Greeting.of(storey.door(), LocalDate.parse("2026-03-02")), SECOND));
        House met = hello.state();
        if (!(hello.outcome() instanceof Outcome.Welcomed(long _, long _, Coming coming)) || coming == Coming.FEED) {
            return;
        }
        if (coming == Coming.COPY) {
            House.Reached told = met.cloud(floor, "door " + (floor + 1) + " offers its copy to the cloud",
                    new CloudInput.CopyOffered(new OperationId(new UUID(8, 4)), DoorCopy.of(storey.door())));
            if (told.outcome() instanceof Outcome.Applied) {
                all.add(told);
            } else if (told.outcome() instanceof Outcome.Welcomed) {
                taken(told.state(), floor, all);
            }
        } else {
            taken(met, floor, all);
        }
    }

    private static void taken(House house, int floor, List<House.Reached> all) {
        House.Storey storey = house.at(floor);
        Snapshot snapshot = house.snapshot(floor);
        List<Entry> since = storey.log().subList((int) Rebuild.from(storey.door(), snapshot), storey.log().size());
        all.add(house.door(floor, "door " + (floor + 1) + " starts from the cloud's snapshot",
                new DoorInput.SnapshotArrived(snapshot, since, World.NOW)));
    }

    private static String words(Entry entry) {
        return entry.body() instanceof Body.Proposed proposed
                ? "the proposal to " + words(proposed.command())
                : World.words(entry) + (entry.body() instanceof Body.Accepted(var _, Booking booking)
                        ? " in room " + (House.floorOf(booking.space()) + 1)
                        : "");
    }

    private static String words(BookingCommand command) {
        return switch (command) {
            case BookingCommand.Move move -> World.words(command) + " in room " + (House.floorOf(move.space()) + 1);
            case BookingCommand.Depart depart ->
                "let " + World.name(depart.booking()) + " go to room " + (House.floorOf(depart.space()) + 1);
            case BookingCommand.Arrive arrive -> "keep room " + (House.floorOf(arrive.arriving().space()) + 1) + " for "
                    + World.words(arrive.arriving());
            case BookingCommand.Book book -> World.words(command) + " in room " + (House.floorOf(book.space()) + 1);
            case BookingCommand.Extend _,BookingCommand.Shorten _,BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.CheckIn _,BookingCommand.StartEarly _,BookingCommand.Release _,BookingCommand.UndoRelease _,BookingCommand.TakeBack _ ->
                World.words(command);
        };
    }

    /// Where the answers of its moves say that a booking is: one floor further for each that was granted.
    int floorByAnswers(House house, BookingId id) {
        int moves = 0;
        int floor = 0;
        for (int group = 0; group < wishes.size(); group++) {
            Answer answer = house.answers().get(operation(group));
            for (Wished wished : wishes.get(group)) {
                if (wished.command() instanceof BookingCommand.Book book && book.booking().equals(id)) {
                    floor = House.floorOf(book.space());
                }
            }
            boolean moved = wishes.get(group).getFirst().command() instanceof BookingCommand.Move move
                    && move.booking().equals(id) && answer instanceof Answer.Done;
            moves += moved ? 1 : 0;
        }
        return (floor + moves) % 2;
    }

    @Override
    public long fingerprint(House house) {
        return HouseRules.fingerprint(house);
    }

    @Override
    public Optional<String> violation(House house) {
        return new HouseRules(this, house).violation();
    }

    @Override
    public Optional<String> wrongStep(House before, Small.Reached<House> next) {
        House after = next.state();
        boolean forgot = ((before.flags() ^ after.flags()) & RESTORED) != 0;
        return forgot ? Optional.empty() : HouseRules.regression(before, after);
    }
}
