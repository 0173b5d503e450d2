package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/// A story of two floors as a table: who, what, and what came of it. It is one minute past nine all the time.
///
/// ```
/// cloud  | book A 09:00-09:30 in room 1  | booked
/// cloud  | move A 09:00-09:30 in room 2  | waits for the door
/// link 2 | both ways                     |
/// on     |                               |
/// shows  | A                             | departed, room 2 keeps it
/// ```
final class HouseStory {

    private House house = House.empty();
    private int operations;
    private OperationId last = new OperationId(new UUID(9, 0));

    static HouseStory tell(String table) {
        return new HouseStory().goesOn(table);
    }

    static HouseStory betweenTwoDoors() {
        return betweenTwoDoors("10:00-10:30");
    }

    /// Both lines are at eleven, and one booking is in the first room.
    static HouseStory betweenTwoDoors(String slot) {
        return tell("""
                line 1 | 11:00                          |
                line 2 | 11:00                          |
                cloud  | book A %s in room 1   | waits for the door
                link 1 | both ways                      |
                """.formatted(slot));
    }

    House house() {
        return house;
    }

    HouseStory now(House changed) {
        house = changed;
        return this;
    }

    HouseStory goesOn(String table) {
        List<String> told = new ArrayList<>();
        List<String> expected = new ArrayList<>();
        for (String row : table.strip().lines().toList()) {
            String[] cells = row.split("\\|", -1);
            String head = cells[0].strip() + " | " + cells[1].strip() + " | ";
            expected.add(head + cells[2].strip());
            told.add(head + happens(cells[0].strip().split(" ", -1), cells[1].strip()));
        }
        assertThat(String.join("\n", told)).isEqualTo(String.join("\n", expected));
        house.storeys().stream().flatMap(storey -> storey.door().answers()).forEach(Sometimes::reached);
        return this;
    }

    private String happens(String[] who, String what) {
        int floor = who.length > 1 ? Integer.parseInt(who[1]) - 1 : -1;
        return switch (who[0]) {
            case "cloud" -> word(asked(command(what)));
            case "door" -> word(house.door(floor, "", new DoorInput.Touched(next(), command(what), World.NOW)));
            case "line" -> {
                take(house.cloud(floor, "", new CloudInput.GrantDue(next(), at(what), Duration.ZERO)));
                link(floor, true, true);
                yield "";
            }
            case "older" -> switch (what) {
                case "hello" -> hello(floor);
                case "digest" -> digest(floor);
                default -> reads(floor);
            };
            case "link" -> {
                link(floor, !what.equals("to the cloud"), !what.equals("to the door"));
                yield "";
            }
            case "removed" -> {
                take(house.cloud(floor, "", new CloudInput.DoorRemoved(next(), true, World.NOW)));
                yield "";
            }
            case "on" -> {
                goOn();
                yield "";
            }
            case "shows" -> shows(id(what));
            case "told" -> Story.word(Objects.requireNonNull(house.answers().get(last)));
            default -> throw new IllegalArgumentException(who[0]);
        };
    }

    private House.Reached asked(BookingCommand command) {
        OperationId operation = next();
        int from = command instanceof BookingCommand.Book book
                ? House.floorOf(book.space())
                : House.floorOf(house.row(command.booking()).orElseThrow().space());
        if (command instanceof BookingCommand.Move move && House.floorOf(move.space()) != from) {
            last = operation;
            int to = 1 - from;
            return house.crossed(from, to, "",
                    new Crossing(World.CHAIN).asked(house.side(from), house.side(to), operation, move, World.NOW));
        }
        return house.cloud(from, "", new CloudInput.Asked(operation, command, World.NOW));
    }

    /// A door of a version without moves between floors greets, and starts from a snapshot where it is told to.
    private String hello(int floor) {
        DoorState door = house.at(floor).door();
        Greeting now = Greeting.of(door, LocalDate.parse("2026-03-02"));
        House.Reached met = house.cloud(floor, "", new CloudInput.Greeted(new Greeting(now.epoch(), now.generation(),
                now.line(), now.log(), now.feed(), now.proven(), now.state(), false), World.GENERATION));
        take(met);
        if (met.outcome() instanceof Outcome.Welcomed(long _, long _, Coming coming) && coming == Coming.SNAPSHOT) {
            Snapshot snapshot = house.snapshot(floor);
            assertThat(snapshot.requests()).noneMatch(request -> request.command().crosses());
            List<Entry> log = house.at(floor).log();
            take(house.door(floor, "", new DoorInput.SnapshotArrived(snapshot,
                    log.subList((int) Rebuild.from(door, snapshot), log.size()), World.NOW)));
        }
        return switch (met.outcome()) {
            case Outcome.Welcomed(long _, long _, Coming coming) -> coming.name().toLowerCase(Locale.ROOT);
            case Outcome.Halted(String reason) -> "waits: " + reason;
            default -> met.outcome().toString();
        };
    }

    /// The same door tells what its copy comes to, once it has said everything.
    private String digest(int floor) {
        take(house.door(floor, "", new DoorInput.Welcomed(house.at(floor).cloud().at().generation())));
        Digest digest = Digest.of(house.at(floor).door(), LocalDate.parse("2026-03-02")).orElseThrow();
        House.Reached compared = house.cloud(floor, "", new CloudInput.DigestArrived(digest));
        take(compared);
        return compared.outcome() instanceof Outcome.Applied ? "the same" : compared.outcome().toString();
    }

    /// The same door reads what it is sent; of what is about a move between floors it knows the head alone.
    private String reads(int floor) {
        Outcome outcome = new Outcome.Applied();
        while (outcome instanceof Outcome.Applied && !house.at(floor).feedAhead().isEmpty()) {
            Entry next = house.at(floor).feedAhead().getFirst();
            boolean strange = next.body() instanceof Body.Proposed proposed && proposed.command().crosses();
            House.Reached read = house.door(floor, "", new DoorInput.FeedArrived(strange ? World.garbled(next) : next,
                    Optional.empty(), World.NOW));
            take(read);
            outcome = read.outcome();
        }
        link(floor, false, true);
        return "";
    }

    /// Everything that is on the way between a floor's two parties.
    private void link(int floor, boolean toTheDoor, boolean toTheCloud) {
        for (int round = 0; round < 10; round++) {
            while (toTheDoor && !house.at(floor).feedAhead().isEmpty()) {
                take(house.door(floor, "", new DoorInput.FeedArrived(house.at(floor).feedAhead().getFirst(), Optional.empty(),
                        World.NOW)));
            }
            while (toTheCloud && !house.at(floor).logAhead().isEmpty()) {
                take(house.cloud(floor, "",
                        new CloudInput.LogArrived(house.at(floor).logAhead().getFirst(), World.NOW)));
            }
        }
        take(house.cloud(floor, "", new CloudInput.FeedAcknowledged(house.at(floor).door().at().feed())));
    }

    /// The cloud takes up what is under way between the floors, until nothing moves any more.
    private void goOn() {
        List<House.Reached> all = new ArrayList<>();
        HouseWorld.goOn(house, all);
        if (!all.isEmpty()) {
            take(all.getFirst());
            goOn();
        }
    }

    private String word(House.Reached reached) {
        take(reached);
        Sometimes.reached(reached.outcome());
        return reached.outcome() instanceof Outcome.Answered(Answer answer) ? Story.word(answer) : "?";
    }

    private void take(House.Reached reached) {
        house = reached.state();
    }

    private OperationId next() {
        return new OperationId(new UUID(9, ++operations));
    }

    /// Where the cloud has it, and what each door shows of it.
    private String shows(BookingId id) {
        String cloud = house.row(id).map(HouseStory::words).orElse("nothing");
        return "cloud: " + cloud + "; door 1: " + door(0, id) + "; door 2: " + door(1, id);
    }

    private String door(int floor, BookingId id) {
        return house.at(floor).door().booking(id).map(booking -> booking.phase().slug()).orElse("nothing");
    }

    private static String words(Booking booking) {
        return booking.phase().slug() + " in room " + (House.floorOf(booking.space()) + 1);
    }

    static BookingId id(String name) {
        return new BookingId(new UUID(2, name.charAt(0) - 'A' + 1L));
    }

    static BookingCommand command(String words) {
        String[] parts = words.split(" ", -1);
        SpaceId room = words.endsWith("room 2") ? House.ROOMS.get(1) : House.ROOMS.get(0);
        BookingId id = id(parts[1]);
        return switch (parts[0]) {
            case "book" -> new BookingCommand.Book(id, room, slot(parts[2]), Optional.empty(), Optional.of("Secret"),
                    parts[1].equals("A") ? Origin.CLOUD : Origin.DOOR);
            case "move" -> new BookingCommand.Move(id, room, slot(parts[2]));
            case "extend" -> new BookingCommand.Extend(id, at(parts[2]));
            case "shorten" -> new BookingCommand.Shorten(id, at(parts[2]));
            case "cancel" -> new BookingCommand.Cancel(id);
            case "check-in" -> new BookingCommand.CheckIn(id);
            case "depart" -> new BookingCommand.Depart(id, room, slot(parts[2]));
            default -> throw new IllegalArgumentException(words);
        };
    }

    private static Slot slot(String span) {
        String[] ends = span.split("-", 2);
        return new Slot(at(ends[0]), at(ends[1]));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-02T" + time + ":00Z");
    }
}
