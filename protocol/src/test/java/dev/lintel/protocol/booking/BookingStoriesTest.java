package dev.lintel.protocol.booking;

import static dev.lintel.protocol.booking.RoomBook.at;
import static dev.lintel.protocol.booking.RoomBook.book;
import static dev.lintel.protocol.booking.RoomBook.command;
import static dev.lintel.protocol.booking.RoomBook.id;
import static dev.lintel.protocol.booking.RoomBook.phase;
import static dev.lintel.protocol.booking.RoomBook.slot;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.line.Sometimes;
import dev.lintel.protocol.time.ClockQuality;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// What may become of a booking, line by line: Aspen has the booking `a` from 10:00 to 11:00, check-in opens 10 minutes before, the grace is 10 minutes.
class BookingStoriesTest {

    private final RoomBook room = new RoomBook();

    @ParameterizedTest(name = "{0} | {1} | {2} -> {3}")
    @CsvSource(delimiter = '|', textBlock = """
            09:49 | confirmed        | check-in            | check-in-not-open-yet
            09:50 | confirmed        | check-in            | checked-in
            10:59 | confirmed        | check-in            | checked-in
            11:00 | confirmed        | check-in            | too-late
            10:05 | checked-in 10:01 | check-in            | already-checked-in
            10:05 | requested        | check-in            | over
            10:05 | cancelled        | check-in            | over
            10:05 | declined         | check-in            | over
            10:05 | completed        | check-in            | over
            10:13 | released 10:12   | check-in            | revived
            11:00 | released 10:12   | check-in            | too-late
            09:30 | confirmed        | cancel              | cancelled
            10:05 | confirmed        | cancel              | cancelled
            09:58 | checked-in 09:55 | cancel              | cancelled
            10:00 | checked-in 09:55 | cancel              | in-use
            10:05 | released 10:02   | cancel              | over
            09:30 | confirmed        | end                 | not-started
            10:20 | confirmed        | end                 | ended
            10:20 | checked-in 09:55 | end                 | ended
            09:58 | checked-in 09:55 | end                 | ended
            10:20 | completed        | end                 | over
            09:30 | confirmed        | extend 11:30        | extended
            10:30 | checked-in 10:00 | extend 11:30        | extended
            10:59 | checked-in 10:00 | extend 11:30        | extended
            11:00 | checked-in 10:00 | extend 11:30        | over
            11:05 | checked-in 10:00 | cancel              | over
            11:05 | checked-in 10:00 | end                 | over
            11:05 | checked-in 10:00 | move 12:00-13:00    | over
            11:05 | checked-in 10:00 | check-in            | over
            11:35 | confirmed        | extend 11:30        | too-late
            10:30 | confirmed        | extend 11:00        | wrong-direction
            10:30 | confirmed        | extend 10:45        | wrong-direction
            10:30 | confirmed        | extend 19:00        | too-long
            10:30 | cancelled        | extend 11:30        | over
            10:30 | checked-in 10:00 | shorten 10:45       | shortened
            10:30 | checked-in 10:00 | shorten 11:00       | wrong-direction
            10:30 | checked-in 10:00 | shorten 10:00       | wrong-direction
            09:40 | confirmed        | start-early         | started-early
            10:00 | confirmed        | start-early         | wrong-direction
            02:00 | confirmed        | start-early         | too-long
            09:40 | released 09:39   | start-early         | over
            09:30 | confirmed        | move 12:00-13:00    | moved
            09:58 | checked-in 09:55 | move 12:00-13:00    | moved
            10:05 | checked-in 09:55 | move 12:00-13:00    | in-use
            13:30 | confirmed        | move 12:00-13:00    | too-late
            09:30 | confirmed        | move 12:00-12:10    | too-short
            10:09 | confirmed        | release             | not-releasable
            10:10 | confirmed        | release             | released
            10:30 | confirmed        | release 10:09       | not-releasable
            10:30 | checked-in 10:05 | release             | in-use
            10:30 | cancelled        | release             | over
            10:17 | released 10:12   | undo-release        | release-undone
            10:18 | released 10:12   | undo-release        | too-late
            10:17 | confirmed        | undo-release        | nothing-to-undo
            10:00 | confirmed        | book 11:00-12:00    | booked
            10:00 | confirmed        | book 10:30-11:30    | taken
            10:00 | requested        | book 10:30-11:30    | held
            10:00 | released 09:59   | book 10:30-11:30    | booked
            10:00 | completed        | book 10:30-11:30    | booked
            10:00 | confirmed        | book 11:00-11:10    | too-short
            10:00 | confirmed        | book 11:00-19:01    | too-long
            10:00 | confirmed        | book 09:00-09:30    | too-late
            """)
    void aWishAboutABooking(String time, String as, String wish, String expected) {
        room.planned("a", "10:00-11:00", phase(as)).clock(time);
        assertThat(room.tell(command(wish, room.moment()))).isEqualTo(expected);
    }

    @Test
    void whoCameAfterASlipIsNotTakenBackWithIt() {
        room.planned("a", "10:00-11:00", phase("confirmed")).clock("10:00:00");
        Optional<Booking> before = room.booking("a");
        room.tell(command("extend 11:30", room.moment()));
        Booking extended = room.booking("a").orElseThrow();
        assertThat(room.clock("10:00:04").tell(command("check-in", room.moment()))).isEqualTo("checked-in");
        assertThat(room.clock("10:00:08").tell(BookingCommand.TakeBack.of(before, extended, at("10:00:00"))))
                .isEqualTo("changed");
        assertThat(room.booking("a").map(Booking::phase)).contains(new Phase.CheckedIn(at("10:00:04")));
    }

    @Test
    void whoBooksAtThePanelForNowStandsInFrontOfTheRoom() {
        room.clock("10:00").tell(book("now", "10:00-10:30", Origin.DOOR));
        room.tell(book("later", "11:00-11:30", Origin.DOOR));
        room.tell(book("from-afar", "10:30-11:00", Origin.CLOUD));
        assertThat(room.booking("now").map(Booking::phase)).contains(new Phase.CheckedIn(at("10:00")));
        assertThat(room.booking("later").map(Booking::phase)).contains(new Phase.Confirmed());
        assertThat(room.booking("from-afar").map(Booking::phase)).contains(new Phase.Confirmed());
    }

    @Test
    void anEndFreesTheRestAndNothingBeforeIt() {
        room.planned("a", "10:00-11:00", phase("checked-in")).clock("10:20").tell(command("end", room.moment()));
        assertThat(room.booking("a").map(Booking::slot)).contains(slot("10:00-10:20"));
        assertThat(room.tell(book("b", "10:20-11:00", Origin.DOOR))).isEqualTo("booked");
    }

    @Test
    void aLateCheckInAfterAReleaseHasTheRoomAgainUnlessSomebodyTookIt() {
        room.planned("a", "10:00-11:00", phase("released 10:12")).clock("10:14");
        assertThat(room.tell(book("b", "10:14-10:30", Origin.DOOR))).isEqualTo("booked");
        assertThat(room.clock("10:15").decide(command("check-in", room.moment())))
                .isEqualTo(new Decision.Refused(new Rejection.Taken(slot("10:14-10:30"), Optional.empty())));
        room.clock("10:20").tell(new BookingCommand.End(id("b")));
        assertThat(room.tell(command("check-in", room.moment()))).isEqualTo("revived");
    }

    @Test
    void aBookingMadeLateHasItsGraceFromWhenItWasMade() {
        room.clock("10:30").tell(book("b", "10:00-11:00", Origin.CLOUD));
        BookingCommand release = new BookingCommand.Release(id("b"), at("10:39"));
        assertThat(room.clock("10:39").decide(release))
                .isEqualTo(new Decision.Refused(new Rejection.NotReleasable(at("10:40"))));
        assertThat(room.clock("10:40").tell(new BookingCommand.Release(id("b"), at("10:40")))).isEqualTo("released");
    }

    @Test
    void aLongBookingIsNeverReleased() {
        room.planned("a", "10:00-14:00").clock("11:00");
        assertThat(room.decide(command("release", room.moment())))
                .isEqualTo(new Decision.Refused(new Rejection.NotReleasable(at("14:00"))));
    }

    @ParameterizedTest(name = "closing after 15 minutes: {0} {1} -> {2}")
    @CsvSource(delimiter = '|', textBlock = """
            10:14 | confirmed      | checked-in
            10:15 | confirmed      | check-in-closed
            10:14 | released 10:12 | revived
            10:15 | released 10:12 | check-in-closed
            """)
    void aHouseMayCloseTheCheckIn(String time, String as, String expected) {
        room.policy(closing(Duration.ofMinutes(15))).planned("a", "10:00-11:00", phase(as)).clock(time);
        assertThat(room.tell(command("check-in", room.moment()))).isEqualTo(expected);
    }

    private static Policy closing(Duration after) {
        Policy usual = Policy.USUAL;
        return new Policy(usual.checkInOpens(), usual.grace(), usual.minimum(), usual.maximum(), usual.ahead(), usual.buffer(),
                usual.keptFrom(), Optional.of(after));
    }

    private static Policy buffered(Duration buffer) {
        Policy usual = Policy.USUAL;
        return new Policy(usual.checkInOpens(), usual.grace(), usual.minimum(), usual.maximum(), Duration.ofHours(12), buffer,
                usual.keptFrom());
    }

    @ParameterizedTest(name = "buffer of 15 minutes: {0} -> {1} {2}")
    @CsvSource(delimiter = '|', textBlock = """
            book 11:15-12:00 | booked |
            book 11:14-12:00 | taken  |
            book 09:00-09:45 | booked |
            book 09:00-09:46 | taken  | 09:45
            book 09:00-11:30 | taken  | 09:45
            book 09:40-10:30 | taken  |
            """)
    void timeForCleaningIsKeptOnBothSides(String wish, String expected, String latestEnd) {
        room.policy(buffered(Duration.ofMinutes(15))).planned("a", "10:00-11:00").clock("08:00");
        Decision decision = room.decide(command(wish, room.moment()));
        Optional<String> offered = decision instanceof Decision.Refused(Rejection.Taken taken)
                ? taken.latestEndAt().map(end -> end.toString().substring(11, 16))
                : Optional.empty();
        assertThat(room.tell(command(wish, room.moment()))).isEqualTo(expected);
        assertThat(offered).isEqualTo(Optional.ofNullable(latestEnd));
    }

    @Test
    void theLatestEndThatARefusedExtensionNamesIsThenGranted() {
        room.policy(buffered(Duration.ofMinutes(10))).planned("a", "10:00-11:00").planned("next", "11:40-12:00").clock("10:30");
        Decision decision = room.decide(command("extend 11:45", room.moment()));
        assertThat(decision)
                .isEqualTo(new Decision.Refused(new Rejection.Taken(slot("11:40-12:00"), Optional.of(at("11:30")))));
        assertThat(room.tell(command("extend 11:31", room.moment()))).isEqualTo("taken");
        assertThat(room.tell(command("extend 11:30", room.moment()))).isEqualTo("extended");
    }

    @Test
    void requestsThatLieInOneAnotherLeaveNoOpeningWithinTheLongerOne() {
        room.planned("a", "10:00-12:00", phase("requested")).planned("n", "10:15-10:30", phase("requested"));
        assertThat(new Offers(room.space(), room.obstacles(), slot("09:00-13:00")).openings())
                .containsExactly(slot("09:00-10:00"), slot("12:00-13:00"));
    }

    @Test
    void howFarAheadIsCountedFromNow() {
        Sometimes.told("rules");
        room.policy(buffered(Duration.ZERO)).clock("08:00");
        assertThat(room.decide(book("b", "19:00-20:01", Origin.CLOUD)))
                .isEqualTo(new Decision.Refused(new Rejection.TooFarAhead(at("20:00"))));
        assertThat(room.tell(book("b", "19:00-20:00", Origin.CLOUD))).isEqualTo("booked");
    }

    @ParameterizedTest(name = "closed room: {0} -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            book 12:00-13:00 | room-closed
            move 12:00-13:00 | room-closed
            extend 11:30     | room-closed
            start-early      | room-closed
            check-in         | checked-in
            end              | ended
            cancel           | cancelled
            """)
    void inAClosedRoomNothingNewBeginsAndWhatIsThereMayGoOn(String wish, String expected) {
        room.planned("a", "10:00-11:00").closed("out-of-service").clock(wish.equals("end") ? "10:05" : "09:55");
        assertThat(room.tell(command(wish, room.moment()))).isEqualTo(expected);
    }

    @ParameterizedTest(name = "{0} with a clock nobody trusts -> {1}")
    @CsvSource(delimiter = '|', textBlock = """
            check-in     | checked-in
            end          | ended
            cancel       | cancelled
            start-early  | clock-uncertain
            release      | clock-uncertain
            """)
    void withAClockNobodyTrustsOnlyWhatNeedsNoneIsDone(String wish, String expected) {
        room.planned("a", "10:00-11:00").clock("03:00", new ClockQuality.Bad());
        assertThat(room.tell(command(wish, room.moment()))).isEqualTo(expected);
    }

    @Test
    void withAClockNobodyTrustsACheckInAloneCountsAsSittingThere() {
        room.planned("a", "10:00-11:00", phase("checked-in 09:55")).clock("03:00", new ClockQuality.Bad());
        assertThat(room.tell(command("cancel", room.moment()))).isEqualTo("in-use");
        room.tell(command("end", room.moment()));
        assertThat(room.booking("a").map(Booking::slot)).as("the whole slot counts as used").contains(slot("10:00-11:00"));
    }

    @Test
    void whatIsNotThereIsNamed() {
        assertThat(room.tell(command("cancel", room.moment()))).isEqualTo("unknown-booking");
        room.planned("b", "10:00-11:00");
        assertThat(room.tell(book("b", "12:00-13:00", Origin.CLOUD))).isEqualTo("already-exists");
        BookingCommand elsewhere = new BookingCommand.Move(id("b"),
                new dev.lintel.protocol.identity.SpaceId(new java.util.UUID(1, 9)), slot("12:00-13:00"));
        assertThat(room.tell(elsewhere)).isEqualTo("unknown-space");
    }

    @ParameterizedTest(name = "{0} at {1} is taken back at {2} -> {3}, {4} {5}")
    @CsvSource(delimiter = '|', textBlock = """
            check-in      | 09:55 | 09:55:10 | taken-back | confirmed  | 10:00-11:00
            check-in      | 09:55 | 09:55:11 | too-late   | checked-in | 10:00-11:00
            end           | 10:20 | 10:20:05 | taken-back | checked-in | 10:00-11:00
            cancel        | 09:30 | 09:30:05 | taken-back | confirmed  | 10:00-11:00
            extend 11:30  | 10:20 | 10:20:05 | taken-back | checked-in | 10:00-11:00
            shorten 10:30 | 10:20 | 10:20:05 | taken-back | checked-in | 10:00-11:00
            start-early   | 09:40 | 09:40:05 | taken-back | confirmed  | 10:00-11:00
            """)
    void aSlipOfTheFingerIsTakenBack(String wish, String time, String later, String expected, String phase, String span) {
        boolean there = time.startsWith("10");
        room.planned("a", "10:00-11:00", phase(there ? "checked-in 10:00" : "confirmed")).clock(time);
        Optional<Booking> before = room.booking("a");
        room.tell(command(wish, room.moment()));
        Booking after = room.booking("a").orElseThrow();
        assertThat(room.clock(later).tell(BookingCommand.TakeBack.of(before, after, at(time)))).isEqualTo(expected);
        assertThat(room.booking("a")).get()
                .satisfies(b -> assertThat(b.slot()).isEqualTo(slot(span)),
                        b -> assertThat(b.phase().slug()).isEqualTo(phase),
                        b -> assertThat(b.version()).isGreaterThanOrEqualTo(after.version()));
    }

    @Test
    void aWalkUpTakenBackIsCancelled() {
        room.clock("10:00").tell(book("b", "10:00-10:30", Origin.DOOR));
        Booking made = room.booking("b").orElseThrow();
        assertThat(room.clock("10:00:04").tell(BookingCommand.TakeBack.of(Optional.empty(), made, at("10:00"))))
                .isEqualTo("taken-back");
        assertThat(room.booking("b").map(b -> b.phase().slug())).contains("cancelled");
        assertThat(room.tell(book("c", "10:00-10:30", Origin.DOOR))).isEqualTo("booked");
    }

    @Test
    void nothingIsTakenBackThatSomebodyElseBuiltOn() {
        room.planned("a", "10:00-11:00", phase("checked-in 10:00")).clock("10:20");
        Optional<Booking> before = room.booking("a");
        room.tell(command("end", room.moment()));
        Booking ended = room.booking("a").orElseThrow();
        room.tell(book("b", "10:20-10:50", Origin.DOOR));
        assertThat(room.clock("10:20:05").tell(BookingCommand.TakeBack.of(before, ended, at("10:20")))).isEqualTo("taken");
        assertThat(room.tell(new BookingCommand.TakeBack(id("a"), 1, ended.slot(), new Phase.Confirmed(), at("10:20"))))
                .isEqualTo("changed");
        assertThat(room.tell(new BookingCommand.TakeBack(id("a"), ended.version(), ended.slot(), phase("released"),
                at("10:20")))).isEqualTo("nothing-to-undo");
    }

    @Test
    void anAttendedMeetingIsOverWhenItsEndHasPassedAndNobodyHasToSaySo() {
        Booking attended = room.planned("a", "10:00-11:00", phase("checked-in 10:00")).booking("a").orElseThrow();
        assertThat(attended.asOf(at("10:59:59"))).isEqualTo(attended);
        assertThat(attended.asOf(at("11:00"))).isEqualTo(attended.as(new Phase.Completed(at("11:00"))));
        Booking missed = attended.as(new Phase.Confirmed());
        assertThat(missed.asOf(at("12:00"))).as("nobody came, and only a door says so").isEqualTo(missed);
    }
}
