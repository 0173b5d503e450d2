package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/// The scenarios of the line that need no process, in their order. 8, 10 and 18 are about processes and disks and are told where those are.
class ScenarioStoriesTest {

    @Test
    void scenario1WalkUpWhileOfflineAndARemoteRequestForTheSameSlot() {
        Sometimes.told("scenarios");
        Story.tell("""
                08:00 | line  | 12:00                         |
                10:00 | door  | book walk-up 10:00-10:30      | booked
                10:01 | cloud | book remote 10:00-11:00       | waits for the door
                10:01 | shows | remote                        | cloud: requested 10:00-11:00, door: nothing
                10:10 | link  | both ways                     |
                10:10 | shows | walk-up                       | both: checked-in 10:00-10:30
                10:10 | shows | remote                        | cloud: declined 10:00-11:00, door: nothing
                10:10 | told  | remote                        | refused: taken 10:00-10:30
                """);
    }

    @Test
    void scenario2RemoteRequestFirstAndDeliveredBeforeTheWalkUp() {
        Story.tell("""
                08:00 | line  | 12:00                         |
                09:59 | cloud | book remote 10:00-11:00       | waits for the door
                09:59 | link  | to the door                   |
                10:00 | door  | book walk-up 10:00-10:30      | refused: taken 10:00-11:00
                10:00 | door  | book walk-up2 09:30-10:30     | refused: taken 10:00-11:00, free until 10:00
                10:01 | link  | both ways                     |
                10:01 | told  | remote                        | booked
                10:01 | shows | remote                        | both: confirmed 10:00-11:00
                """);
    }

    @Test
    void scenario3RemoteCancelsWhileOfflineAndPeopleCheckIn() {
        Story.tell("""
                08:00 | line  | 12:00                         |
                08:00 | cloud | book review 10:00-11:00       | waits for the door
                08:00 | link  | both ways                     |
                10:01 | door  | check-in review               | checked-in
                10:02 | cloud | cancel review                 | waits for the door
                10:30 | link  | both ways                     |
                10:30 | shows | review                        | both: checked-in 10:00-11:00
                10:30 | told  | review                        | refused: in-use
                """);
        Story.tell("""
                08:00 | line  | 09:00                         |
                08:00 | cloud | book review 10:00-11:00       | booked
                08:00 | link  | both ways                     |
                09:50 | cloud | cancel review                 | cancelled
                10:01 | door  | check-in review               | waits for the cloud
                10:30 | link  | both ways                     |
                10:30 | shows | review                        | both: cancelled 10:00-11:00
                10:30 | told  | review                        | refused: over
                """);
    }

    @Test
    void scenario4NoShowReleasedOfflineAndTheOrganiserArrivesLater() {
        Story.tell("""
                08:00 | line  | 12:00                         |
                08:00 | cloud | book review 10:00-11:00       | waits for the door
                08:00 | link  | both ways                     |
                10:10 | door  | release review 10:10          | released
                10:11 | door  | check-in review               | revived
                10:20 | link  | both ways                     |
                10:20 | shows | review                        | both: checked-in 10:00-11:00
                """);
        Story.tell("""
                08:00 | line  | 12:00                         |
                08:00 | cloud | book review 10:00-11:00       | waits for the door
                08:00 | link  | both ways                     |
                10:10 | door  | release review 10:10          | released
                10:10 | door  | book walk-up 10:10-10:40      | booked
                10:11 | door  | check-in review               | refused: taken 10:10-10:40
                10:12 | door  | undo-release review           | refused: taken 10:10-10:40
                10:20 | link  | both ways                     |
                10:20 | shows | review                        | both: released 10:00-11:00
                10:20 | shows | walk-up                       | both: checked-in 10:10-10:40
                """);
    }

    @Test
    void scenario5ExtensionAgainstTheNextBooking() {
        Story.tell("""
                08:00 | line  | 14:00                         |
                09:00 | door  | book walk-up 09:00-09:30      | booked
                09:00 | door  | book next 10:00-10:30         | booked
                09:20 | door  | extend walk-up 10:15          | refused: taken 10:00-10:30, free until 10:00
                09:20 | door  | extend walk-up 10:00          | extended
                09:21 | door  | extend walk-up 10:01          | refused: taken 10:00-10:30
                """);
    }

    @Test
    void scenario6ExtensionAcrossTheLine() {
        Story.tell("""
                08:00 | line  | 11:00                         |
                10:00 | door  | book walk-up 10:00-10:30      | booked
                10:20 | door  | extend walk-up 11:30          | waits for the cloud
                10:20 | shows | walk-up                       | cloud: nothing, door: checked-in 10:00-10:30
                10:21 | link  | both ways                     |
                10:21 | shows | walk-up                       | both: checked-in 10:00-11:30
                """);
        Story.tell("""
                08:00 | line  | 11:00                         |
                10:00 | door  | book walk-up 10:00-10:30      | booked
                10:20 | door  | extend walk-up 11:00          | extended
                10:30 | door  | extend walk-up 11:30          | waits for the cloud
                10:30 | cloud | book remote 11:00-12:00       | booked
                10:40 | link  | both ways                     |
                10:40 | shows | walk-up                       | both: checked-in 10:00-11:00
                10:40 | told  | walk-up                       | refused: taken 11:00-12:00
                """);
    }

    @Test
    void scenario9TheSameTouchSentTwice() {
        Story.tell("""
                08:00 | line  | 12:00                         |
                10:00 | door  | book walk-up 10:00-10:30      | booked
                10:00 | door  | the same again                | booked
                10:05 | link  | both ways                     |
                10:06 | door  | the same again                | booked
                10:06 | cloud | book remote 14:00-15:00       | booked
                10:06 | cloud | the same again                | booked
                10:06 | door  | end nobody                    | refused: unknown-booking
                10:06 | door  | the same again                | refused: unknown-booking
                """);
    }

    @Test
    void scenario7FiftyOccurrencesAcrossTheLine() {
        Pair pair = new Pair().line("12:00");
        List<BookingCommand.Book> occurrences = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            Slot slot = Slot.of(at("09:00").plus(Duration.ofDays(i)), Duration.ofHours(1));
            occurrences.add(new BookingCommand.Book(id("occurrence " + i), ASPEN, slot, Optional.empty(), Optional.empty(),
                    Origin.CLOUD));
        }
        OperationId wish = pair.nextOperation();
        List<String> answers = Series.asked(wish, occurrences, Moment.synchronised(at("08:00")))
                .stream()
                .map(pair::cloud)
                .map(outcome -> Story.word(((Outcome.Answered) outcome).answer()))
                .toList();
        assertThat(pair.cloud(Series.asked(wish, occurrences, Moment.synchronised(at("08:01"))).get(1)))
                .as("asked again, each has its first answer")
                .isInstanceOfSatisfying(Outcome.Answered.class,
                        again -> assertThat(Story.word(again.answer())).isEqualTo("booked"));
        assertThat(answers.getFirst()).isEqualTo("waits for the door");
        assertThat(answers.subList(1, 50)).containsOnly("booked");
        pair.sync();
        for (int i = 0; i < 50; i++) {
            assertThat(pair.atCloud("occurrence " + i).phase().slug()).isEqualTo("confirmed");
            assertThat(pair.atDoor("occurrence " + i)).isEqualTo(pair.atCloud("occurrence " + i));
        }
    }

    @Test
    void aSlipOfTheFingerAtTheDoorIsTakenBackAndReachesTheCloud() {
        Pair pair = new Pair().line("12:00").clock("10:00");
        Booking made = pair.touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR)) instanceof Answer.Done done
                ? done.booking()
                : pair.atDoor("walk-up");
        assertThat(Story.word(pair.touch(BookingCommand.TakeBack.of(Optional.empty(), made, at("10:00")))))
                .isEqualTo("taken-back");
        pair.sync();
        new Story(pair).goesOn("""
                10:01 | shows | walk-up                       | both: cancelled 10:00-10:30
                10:01 | cloud | book remote 14:00-15:00       | booked
                """);
        assertThat(Story.word(pair.ask(BookingCommand.TakeBack.of(Optional.empty(), pair.atCloud("remote"), at("10:01")))))
                .as("nobody stands before the cloud")
                .isEqualTo("refused: nothing-to-undo");
    }
}
