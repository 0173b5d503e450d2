package dev.lintel.provisioning.world;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Series;
import dev.lintel.provisioning.world.door.DoorHost;
import dev.lintel.provisioning.world.ground.Chance;
import dev.lintel.provisioning.world.ground.Site;
import dev.lintel.provisioning.world.ground.Timeline;
import dev.lintel.provisioning.world.oracle.Oracle;
import dev.lintel.provisioning.world.plan.Deed;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// People at doors and far away: they see what a screen would show, touch, book, come or do not come, and ask again when they were not answered.
final class People {

    private static final Duration ASKED_AGAIN = Duration.ofSeconds(60);
    private static final int TRIES = 5;
    private static final int REMEMBERED = 24;

    private record Said(OperationId operation, BookingCommand command) {}

    private final World world;
    private final Timeline time;
    private final Oracle oracle;
    private final Chance all;
    /// Of the deed at hand: what one draws is nothing to another, so that leaving one out leaves the others as they were.
    private Chance chance;
    private final Map<SpaceId, List<BookingId>> known = new HashMap<>();
    private final Map<Integer, Said> lastAtDoor = new HashMap<>();
    private final Map<Integer, Said> lastFromAfar = new HashMap<>();

    People(World world, Oracle oracle, Chance chance) {
        this.world = world;
        this.time = world.time();
        this.oracle = oracle;
        this.all = chance;
        this.chance = chance;
    }

    void happen(Deed deed) {
        chance = all.branch(deed.at() * 64 + deed.storey());
        switch (deed) {
            case Deed.WalkUp up -> walkUp(up);
            case Deed.BookedAtTheDoor booked -> bookAtTheDoor(booked);
            case Deed.Touched touched -> touch(touched);
            case Deed.Booked booked -> book(booked);
            case Deed.Wished wished -> wish(wished);
            case Deed.Series series -> series(series);
            case Deed.Closed closed -> close(closed);
            case Deed.Broken _ -> throw new IllegalArgumentException("people break nothing");
        }
    }

    private Space room(int storey, int room) {
        return world.site().at(storey, room);
    }

    private OperationId operation() {
        return new OperationId(chance.id());
    }

    private Instant quarter(int ahead) {
        return time.now()
                .truncatedTo(ChronoUnit.HOURS)
                .plus(Duration.ofMinutes(15L * (ahead + time.now().getEpochSecond() / 900 % 4)));
    }

    private void walkUp(Deed.WalkUp up) {
        Space room = room(up.storey(), up.room());
        Instant now = time.now().truncatedTo(ChronoUnit.SECONDS);
        Slot wanted = new Slot(now, now.plus(Duration.ofMinutes(up.minutes())));
        // A screen offers what is free; now and then somebody else was quicker than the screen.
        Optional<DoorState> state = world.door(up.storey()).state();
        boolean taken = state.filter(s -> s.holding(room.id(), wanted).stream().anyMatch(b -> b.phase().decided())).isPresent();
        if (taken && !chance.percent(15)) {
            return;
        }
        BookingId id = new BookingId(chance.id());
        remember(room.id(), id);
        world.door(up.storey()).occupied(room.id(), time.millis() - 20_000, time.millis() + up.minutes() * 60_000L);
        say(up.storey(), new BookingCommand.Book(id, room.id(), wanted, Optional.empty(), Optional.empty(), Origin.DOOR));
    }

    private void bookAtTheDoor(Deed.BookedAtTheDoor booked) {
        Space room = room(booked.storey(), booked.room());
        Instant start = quarter(booked.quartersAhead());
        BookingId id = new BookingId(chance.id());
        remember(room.id(), id);
        say(booked.storey(), new BookingCommand.Book(id, room.id(),
                new Slot(start, start.plus(Duration.ofMinutes(15L * booked.quarters()))), Optional.empty(), Optional.empty(),
                Origin.DOOR));
    }

    private void say(int storey, BookingCommand command) {
        Said said = new Said(operation(), command);
        lastAtDoor.put(storey, said);
        say(world.door(storey), said, TRIES);
    }

    /// Whoever gets no answer touches again: the panel keeps the operation.
    private void say(DoorHost door, Said said, int tries) {
        if (!door.touch(said.operation(), said.command()) && tries > 0) {
            time.after(ASKED_AGAIN, () -> say(door, said, tries - 1));
        }
    }

    private void touch(Deed.Touched touched) {
        int storey = touched.storey();
        Space room = room(storey, touched.room());
        if (touched.what() == Deed.Touch.AGAIN) {
            Optional.ofNullable(lastAtDoor.get(storey)).ifPresent(said -> say(world.door(storey), said, 0));
            return;
        }
        if (touched.what() == Deed.Touch.REPORT) {
            world.door(storey).notice(operation(), "issue", room.id());
            return;
        }
        boolean released = touched.what() == Deed.Touch.UNDO_RELEASE;
        world.door(storey)
                .state()
                .flatMap(state -> here(state, room.id(), released))
                .ifPresent(booking -> about(storey, booking, touched.what()));
    }

    private Optional<Booking> here(DoorState state, SpaceId room, boolean released) {
        Instant now = time.now();
        return state.bookings(room)
                .filter(b -> released
                        ? b.phase() instanceof Phase.Released at && at.at().isAfter(now.minus(Duration.ofMinutes(30)))
                        : b.phase().decided() || (b.phase() instanceof Phase.Released && chance.percent(30)))
                .filter(b -> b.slot().end().isAfter(now) && b.slot().start().isBefore(now.plus(Duration.ofMinutes(20))))
                .min(Comparator.comparing((Booking b) -> b.slot().start()).thenComparing(Booking::id));
    }

    private void about(int storey, Booking booking, Deed.Touch what) {
        BookingId id = booking.id();
        switch (what) {
            case CHECK_IN -> {
                world.door(storey)
                        .occupied(booking.space(), time.millis() - 30_000,
                                Duration.between(Timeline.START, booking.slot().end()).toMillis());
                say(storey, new BookingCommand.CheckIn(id));
            }
            case END -> say(storey, new BookingCommand.End(id));
            case EXTEND -> say(storey,
                    new BookingCommand.Extend(id, booking.slot().end().plus(Duration.ofMinutes(15L * chance.between(1, 3)))));
            case SHORTEN -> say(storey, new BookingCommand.Shorten(id, booking.slot().end().minus(Duration.ofMinutes(10))));
            case CANCEL -> say(storey, new BookingCommand.Cancel(id));
            case START_EARLY -> say(storey, new BookingCommand.StartEarly(id));
            case UNDO_RELEASE -> say(storey, new BookingCommand.UndoRelease(id));
            case TAKE_BACK -> slip(storey, booking);
            case AGAIN, REPORT -> throw new IllegalArgumentException("about no booking");
        }
    }

    /// A slip of the finger, and the finger's way back.
    private void slip(int storey, Booking before) {
        say(storey, before.phase() instanceof Phase.CheckedIn
                ? new BookingCommand.End(before.id())
                : new BookingCommand.Cancel(before.id()));
        Instant doneAt = time.now();
        time.after(Duration.ofSeconds(4), () -> world.door(storey)
                .state()
                .flatMap(state -> state.booking(before.id()))
                .ifPresent(after -> say(storey, BookingCommand.TakeBack.of(Optional.of(before), after, doneAt))));
    }

    private void remember(SpaceId room, BookingId id) {
        List<BookingId> ids = known.computeIfAbsent(room, _ -> new ArrayList<>());
        ids.add(id);
        if (ids.size() > REMEMBERED) {
            ids.removeFirst();
        }
    }

    private void book(Deed.Booked booked) {
        Space room = room(booked.storey(), booked.room());
        Instant start = quarter(booked.quartersAhead());
        Slot slot = new Slot(start, start.plus(Duration.ofMinutes(15L * booked.quarters())));
        Site.Person person = world.site().people().get(booked.storey()).get(booked.person());
        BookingId id = new BookingId(chance.id());
        remember(room.id(), id);
        ask(booked.storey(), person, new BookingCommand.Book(id, room.id(), slot, Optional.of(person.id()),
                title(room, booked.storey()), Origin.CLOUD));
        if (booked.attended()) {
            long at = Duration.between(Timeline.START, start).toMillis() + 1_000L * chance.between(-300, 400);
            time.at(at, () -> come(booked.storey(), room, id, slot));
        }
    }

    private static Optional<String> title(Space room, int storey) {
        return Optional.of(room.privacy() == Privacy.TITLE ? "open house " + Site.CANARIES.get(storey) : Site.SECRET);
    }

    /// They are there, whether or not the panel works.
    private void come(int storey, Space room, BookingId id, Slot slot) {
        world.door(storey)
                .occupied(room.id(), time.millis() - 30_000,
                        Duration.between(Timeline.START, slot.end()).toMillis());
        if (world.door(storey).state().flatMap(state -> state.booking(id)).isPresent()) {
            say(storey, new BookingCommand.CheckIn(id));
        }
    }

    private void ask(int storey, Site.Person person, BookingCommand command) {
        Said said = new Said(operation(), command);
        lastFromAfar.put(storey, said);
        ask(storey, person, said, TRIES);
    }

    private void ask(int storey, Site.Person person, Said said, int tries) {
        Site.Storey at = world.site().at(storey);
        oracle.asked(at.floor(), person.id(), said.operation(), said.command());
        Optional<Answer> answer = world.cloud().ask(at.tenant(), person, said.operation(), said.command());
        answer.ifPresent(given -> oracle.answered(at.floor(), said.operation(), given));
        if (answer.isEmpty() && tries > 0) {
            time.after(ASKED_AGAIN, () -> ask(storey, person, said, tries - 1));
        }
    }

    private void wish(Deed.Wished wished) {
        int storey = wished.storey();
        List<Site.Person> people = world.site().people().get(storey);
        Site.Person person = people.getFirst();
        if (wished.what() == Deed.Wish.AGAIN) {
            Optional.ofNullable(lastFromAfar.get(storey)).ifPresent(said -> ask(storey, person, said, 0));
            return;
        }
        List<BookingId> ids = known.getOrDefault(room(storey, wished.room()).id(), List.of());
        if (ids.isEmpty()) {
            return;
        }
        BookingId id = ids.get(ids.size() - 1 - wished.pick() % ids.size());
        world.tables(world.site().at(storey).floor())
                .row(id)
                .ifPresent(row -> command(wished, row.booking())
                        .ifPresent(command -> ask(storey, wished.pick() % 2 == 0 ? organiser(people, row.booking()) : person,
                                command)));
    }

    /// Whose it is; somebody, where nobody has said.
    private static Site.Person organiser(List<Site.Person> people, Booking booking) {
        return people.stream()
                .filter(person -> booking.organiser().equals(Optional.of(person.id())))
                .findFirst()
                .orElse(people.getFirst());
    }

    private Optional<BookingCommand> command(Deed.Wished wished, Booking booking) {
        Duration quarters = Duration.ofMinutes(15L * wished.quarters());
        BookingId id = booking.id();
        return switch (wished.what()) {
            case CANCEL -> Optional.of(new BookingCommand.Cancel(id));
            case EXTEND -> Optional.of(new BookingCommand.Extend(id, booking.slot().end().plus(Duration.ofMinutes(30))));
            case SHORTEN -> Optional.of(new BookingCommand.Shorten(id, booking.slot().end().minus(Duration.ofMinutes(15))));
            case CHECK_IN -> Optional.of(new BookingCommand.CheckIn(id));
            case END -> Optional.of(new BookingCommand.End(id));
            case MOVE -> Optional.of(move(wished, booking, wished.storey(), quarters));
            // The small house has one floor.
            case MOVE_ACROSS ->
                wished.storey() == 2 ? Optional.empty() : Optional.of(move(wished, booking, 1 - wished.storey(), quarters));
            case AGAIN -> throw new IllegalArgumentException("about no booking");
        };
    }

    /// Never into the room that shows titles: whoever moves there wants the title shown.
    private BookingCommand move(Deed.Wished wished, Booking booking, int storey, Duration by) {
        int other = (wished.room() + wished.pick()) % Site.ROOMS;
        Space room = room(storey, other == 8 ? 7 : other);
        boolean later = wished.pick() % 3 != 0 || !booking.slot().start().isAfter(time.now().plus(by));
        Instant start = later ? booking.slot().start().plus(by) : booking.slot().start().minus(by);
        return new BookingCommand.Move(booking.id(), room.id(), new Slot(start, start.plus(booking.slot().length())));
    }

    private void series(Deed.Series series) {
        Site.Storey storey = world.site().at(series.storey());
        Space room = room(series.storey(), series.room());
        Instant first = quarter(series.quartersAhead());
        List<BookingCommand.Book> books = new ArrayList<>();
        for (int day = 0; day < series.days(); day++) {
            BookingId id = new BookingId(chance.id());
            remember(room.id(), id);
            Instant start = first.plus(Duration.ofDays(day));
            books.add(new BookingCommand.Book(id, room.id(), new Slot(start, start.plus(Duration.ofMinutes(30))),
                    Optional.empty(),
                    title(room, series.storey()), Origin.CLOUD));
        }
        OperationId operation = operation();
        world.cloud().series(storey.tenant(), storey.floor(), operation, books).ifPresent(answers -> {
            for (int i = 0; i < answers.size(); i++) {
                oracle.answered(storey.floor(), Series.operation(operation, i), answers.get(i));
            }
        });
    }

    private void close(Deed.Closed closed) {
        Site.Storey storey = world.site().at(closed.storey());
        Space room = room(closed.storey(), closed.room());
        Space shut = new Space(room.id(), room.name(), room.capacity(), room.floorName(), room.zone(), room.policy(),
                room.privacy(), Optional.of("out-of-service"), room.guard(), room.doorless());
        world.cloud().spaceChanged(storey.tenant(), storey.floor(), shut);
        time.after(Duration.ofMinutes(closed.minutes()),
                () -> world.cloud().spaceChanged(storey.tenant(), storey.floor(), room));
    }
}
