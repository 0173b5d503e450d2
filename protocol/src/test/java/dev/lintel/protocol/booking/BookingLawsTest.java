package dev.lintel.protocol.booking;

import static dev.lintel.protocol.booking.RoomBook.ROOM;
import static dev.lintel.protocol.booking.RoomBook.at;
import static dev.lintel.protocol.booking.RoomBook.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.IntRange;

/// What holds of the rules whatever is asked: in any room, in any order.
class BookingLawsTest {

    /// A day of a room: buffer in minutes, and wishes in the order in which they come.
    record Day(int buffer, List<Wish> wishes) {}

    /// @param at minutes after midnight
    record Wish(int kind, int name, int from, int length, int at) {}

    @Provide
    Arbitrary<Day> days() {
        Arbitrary<Wish> wishes = Combinators.combine(Arbitraries.integers().between(0, 9), Arbitraries.integers().between(0, 5),
                Arbitraries.integers().between(0, 47), Arbitraries.integers().between(1, 6),
                Arbitraries.integers().between(480, 720))
                .as((kind, name, from, length, at) -> new Wish(kind, name,
                        480 + from * 5, length * 15, at));
        return Combinators.combine(Arbitraries.of(0, 5, 15), wishes.list().ofMinSize(1).ofMaxSize(25)).as(Day::new);
    }

    private static Instant minute(int ofDay) {
        return at("00:00").plus(Duration.ofMinutes(ofDay));
    }

    private static RoomBook room(Day day) {
        Policy usual = Policy.USUAL;
        return new RoomBook().policy(new Policy(usual.checkInOpens(), usual.grace(), usual.minimum(), usual.maximum(),
                usual.ahead(), Duration.ofMinutes(day.buffer()), usual.keptFrom()));
    }

    private static BookingCommand command(Wish wish) {
        BookingId id = id("n" + wish.name());
        Slot slot = Slot.of(minute(wish.from()), Duration.ofMinutes(wish.length()));
        return switch (wish.kind()) {
            case 0, 1, 2 -> new BookingCommand.Book(id, ROOM, slot, Optional.empty(), Optional.empty(),
                    wish.kind() == 0 ? Origin.DOOR : Origin.CLOUD);
            case 3 -> new BookingCommand.Move(id, ROOM, slot);
            case 4 -> new BookingCommand.Extend(id, slot.end());
            case 5 -> new BookingCommand.CheckIn(id);
            case 6 -> new BookingCommand.StartEarly(id);
            case 7 -> new BookingCommand.Release(id, minute(wish.at()));
            case 8 -> new BookingCommand.UndoRelease(id);
            default -> new BookingCommand.End(id);
        };
    }

    private static void live(RoomBook room, Day day) {
        for (Wish wish : day.wishes()) {
            room.clock(clock(wish.at())).tell(command(wish));
        }
    }

    private static String clock(int ofDay) {
        return String.format(java.util.Locale.ROOT, "%02d:%02d", ofDay / 60, ofDay % 60);
    }

    private static List<Booking> all(RoomBook room) {
        return java.util.stream.IntStream.range(0, 6).mapToObj(n -> room.booking("n" + n)).flatMap(Optional::stream).toList();
    }

    @Property(tries = 2_000)
    void noTwoBookingsEverHaveTheSameMinuteOrItsBuffer(@ForAll("days") Day day) {
        RoomBook room = room(day);
        live(room, day);
        List<Booking> decided = all(room).stream().filter(b -> b.phase().decided()).toList();
        for (Booking one : decided) {
            for (Booking other : decided) {
                boolean apart = one.equals(other)
                        || !Fit.widened(one.slot(), Duration.ofMinutes(day.buffer())).overlaps(other.slot());
                assertThat(apart).as("%s and %s", one.slot(), other.slot()).isTrue();
            }
        }
    }

    @Property
    void aDecisionIsAFunctionAskedTwiceItAnswersTheSame(@ForAll("days") Day day) {
        RoomBook room = room(day);
        for (Wish wish : day.wishes()) {
            room.clock(clock(wish.at()));
            BookingCommand command = command(wish);
            assertThat(room.decide(command)).isEqualTo(room.decide(command));
            room.tell(command);
        }
    }

    @Property
    void aVersionNeverGoesBackAndTheIdNeverChanges(@ForAll("days") Day day) {
        RoomBook room = room(day);
        for (Wish wish : day.wishes()) {
            room.clock(clock(wish.at()));
            BookingCommand command = command(wish);
            int before = room.booking("n" + wish.name()).map(Booking::version).orElse(0);
            if (room.decide(command) instanceof Decision.Made made) {
                assertThat(made.booking().id()).isEqualTo(command.booking());
                assertThat(made.booking().version()).isGreaterThanOrEqualTo(Math.max(before, 1));
            }
            room.tell(command);
        }
    }

    @Property
    void theLatestEndThatIsNamedIsGranted(@ForAll("days") Day day, @ForAll @IntRange(min = 0, max = 5) int name) {
        RoomBook room = room(day);
        live(room, day);
        Optional<Booking> booking = room.booking("n" + name);
        if (booking.isPresent() && room.clock("07:00")
                .decide(new BookingCommand.Extend(booking.get().id(),
                        booking.get().slot().end().plusSeconds(7_200))) instanceof Decision.Refused(Rejection.Taken taken)
                && taken.latestEndAt().isPresent()) {
            Instant end = taken.latestEndAt().get();
            assertThat(room.decide(new BookingCommand.Extend(booking.get().id(), end))).isInstanceOf(Decision.Made.class);
            assertThat(room.decide(new BookingCommand.Extend(booking.get().id(), end.plusSeconds(1))))
                    .isInstanceOf(Decision.Refused.class);
        }
    }

    private static Offers offers(RoomBook room) {
        return new Offers(room.space(), room.obstacles(), RoomBook.slot("06:00-18:00"));
    }

    @Property
    void whatIsOfferedOfABookingIsGrantedToTheSecond(@ForAll("days") Day day) {
        RoomBook room = room(day);
        live(room, day);
        for (Booking booking : all(room)) {
            room.clock("07:00");
            Optional<Instant> end = offers(room).latestEnd(booking);
            end.ifPresent(at -> assertThat(room.decide(new BookingCommand.Extend(booking.id(), at)))
                    .isInstanceOf(Decision.Made.class));
            Instant beyond = end.orElse(booking.slot().end()).plusSeconds(1);
            assertThat(room.decide(new BookingCommand.Extend(booking.id(), beyond))).isInstanceOf(Decision.Refused.class);
            offers(room).earliestStart(booking).ifPresent(at -> {
                BookingCommand early = new BookingCommand.StartEarly(booking.id());
                assertThat(clocked(room, at).decide(early)).isInstanceOf(Decision.Made.class);
                assertThat(clocked(room, at.minusSeconds(1)).decide(early)).isInstanceOf(Decision.Refused.class);
            });
        }
    }

    private static RoomBook clocked(RoomBook room, Instant at) {
        return room.clock(at.toString().substring(11, 19));
    }

    @Property(tries = 2_000)
    void aWindowIsGrantedExactlyWhereAnOpeningHoldsIt(@ForAll("days") Day day, @ForAll @IntRange(min = 0, max = 60) int from,
            @ForAll @IntRange(min = 15, max = 90) int length) {
        RoomBook room = room(day);
        live(room, day);
        Slot slot = Slot.of(minute(460 + from * 5), Duration.ofMinutes(length));
        boolean offered = offers(room).openings().stream().anyMatch(open -> open.covers(slot));
        Decision decision = room.clock("07:00")
                .decide(new BookingCommand.Book(new BookingId(new UUID(3, 3)), ROOM, slot, Optional.empty(), Optional.empty(),
                        Origin.CLOUD));
        assertThat(decision instanceof Decision.Made).as("%s in %s", slot, offers(room).openings()).isEqualTo(offered);
    }

    @Property
    void theNextFreeWindowIsFreeAndNoEarlierOneIs(@ForAll("days") Day day, @ForAll @IntRange(min = 15, max = 120) int length) {
        RoomBook room = room(day);
        live(room, day);
        Duration wanted = Duration.ofMinutes(length);
        Slot next = offers(room).next(at("08:00"), wanted).orElseThrow();
        assertThat(next.length()).isEqualTo(wanted);
        for (Instant start = at("08:00"); !start.isAfter(next.start()); start = start.plusSeconds(60)) {
            Slot tried = Slot.of(start, wanted);
            boolean free = room.clock("07:00")
                    .decide(new BookingCommand.Book(new BookingId(new UUID(3, 3)), ROOM, tried, Optional.empty(),
                            Optional.empty(), Origin.CLOUD)) instanceof Decision.Made;
            assertThat(free).as("%s, next %s", tried, next).isEqualTo(tried.equals(next));
        }
    }

    @Property
    void whatWasTakenBackIsAsItWas(@ForAll("days") Day day) {
        RoomBook room = room(day);
        for (Wish wish : day.wishes()) {
            room.clock(clock(wish.at()));
            BookingCommand command = command(wish);
            Optional<Booking> before = room.booking("n" + wish.name());
            room.tell(command);
            Optional<Booking> after = room.booking("n" + wish.name());
            if (after.isPresent() && !after.equals(before)) {
                Moment now = room.moment();
                Decision back = room.decide(BookingCommand.TakeBack.of(before, after.get(), now.now()));
                if (back instanceof Decision.Made made && before.isPresent()) {
                    assertThat(made.booking().slot()).isEqualTo(before.get().slot());
                    assertThat(made.booking().phase()).isEqualTo(before.get().phase());
                }
            }
        }
    }
}
