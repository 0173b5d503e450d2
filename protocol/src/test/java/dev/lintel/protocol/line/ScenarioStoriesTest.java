package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
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
    void scenario11OfflineForThirtyDaysWithFiveThousandOperations() {
        Pair pair = new Pair().line("12:00");
        Instant start = at("08:00");
        List<OperationId> operations = new ArrayList<>();
        List<BookingId> walkUps = new ArrayList<>();
        for (int i = 0; i < 5_000; i++) {
            Instant now = start.plus(Duration.ofMinutes(i * 30L * 24 * 60 / 5_000));
            OperationId operation = pair.nextOperation();
            Moment moment = Moment.synchronised(now);
            if (i % 5 == 0) {
                BookingId id = new BookingId(new UUID(50, i));
                pair.door(new DoorInput.Touched(operation, new BookingCommand.Book(id, i % 2 == 0 ? ASPEN : Pair.BIRCH,
                        Slot.of(now, Duration.ofMinutes(30)), Optional.empty(), Optional.empty(), Origin.DOOR), moment));
                operations.add(operation);
                walkUps.add(id);
            } else if (i % 5 == 1) {
                pair.door(new DoorInput.Touched(operation, new BookingCommand.End(walkUps.getLast()), moment));
                operations.add(operation);
            } else {
                pair.door(new DoorInput.Noticed(operation, "motion", Optional.of(ASPEN), moment));
            }
        }
        Booking remote = meanwhileInTheCloud(pair);
        long writtenOffline = pair.log().size();
        pair.sync();
        assertThat(writtenOffline).as("one entry for each").isGreaterThanOrEqualTo(5_000);
        assertThat(pair.cloud().at().log().seq()).as("applied in order, to the last").isEqualTo(pair.log().size());
        assertThat(operations).allSatisfy(operation -> assertThat(pair.door().answer(operation)).get()
                .as("every operation has its outcome")
                .isNotInstanceOf(Answer.Waiting.class));
        assertThat(pair.door().requests()).isEmpty();
        assertThat(pair.cloud().requests()).isEmpty();
        assertThat(walkUps).allSatisfy(
                id -> assertThat(pair.door().booking(id).filter(b -> !b.phase().slug().equals("declined")))
                        .as("both sides hold the same")
                        .isEqualTo(pair.ledger().booking(id)));
        assertThat(walkUps.stream().map(id -> pair.door().booking(id).orElseThrow().phase().slug()).distinct())
                .containsExactlyInAnyOrder("completed", "declined");
        assertThat(pair.ledger().booking(remote.id())).as("what the cloud had confirmed stands")
                .get()
                .satisfies(b -> assertThat(b.phase().slug()).isEqualTo("confirmed"));
    }

    /// Somebody books two weeks ahead, at a minute for which the door takes a walk-up.
    private static Booking meanwhileInTheCloud(Pair pair) {
        Answer answer = pair.ask(new BookingCommand.Book(id("remote"), ASPEN,
                Slot.of(at("08:00").plus(Duration.ofDays(14)), Duration.ofHours(2)), Optional.empty(), Optional.empty(),
                Origin.CLOUD));
        return answer instanceof Answer.Done done ? done.booking() : pair.atCloud("remote");
    }

    @Test
    void scenario12ClockAYearAheadOrBackAt1970() {
        for (Instant wrong : List.of(at("10:00").plus(Duration.ofDays(365)), Instant.EPOCH.plusSeconds(60))) {
            Pair pair = new Pair().line("12:00");
            new Story(pair).goesOn("""
                    08:00 | cloud | book review 10:00-11:00       | waits for the door
                    08:00 | link  | both ways                     |
                    """);
            Moment moment = new Moment(wrong, new ClockQuality.Bad());
            assertThat(touched(pair, book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR), moment))
                    .as("nothing that is relative to now")
                    .isEqualTo("refused: clock-uncertain");
            assertThat(touched(pair, new BookingCommand.Release(id("review"), wrong), moment))
                    .as("a release is skipped, never guessed")
                    .isEqualTo("refused: clock-uncertain");
            assertThat(touched(pair, new BookingCommand.CheckIn(id("review")), moment)).isEqualTo("checked-in");
            new Story(pair).goesOn("""
                    10:30 | cloud | book remote 10:30-11:30       | refused: taken 10:00-11:00
                    10:30 | link  | both ways                     |
                    10:30 | shows | review                        | both: checked-in 10:00-11:00
                    """);
        }
    }

    private static String touched(Pair pair, BookingCommand command, Moment moment) {
        Outcome outcome = pair.door(new DoorInput.Touched(pair.nextOperation(), command, moment));
        return outcome instanceof Outcome.Answered(Answer answer) ? Story.word(answer) : outcome.toString();
    }

    @Test
    void scenario13ReplacementWhileTheOldDoorIsIsolatedAndAlive() {
        Pair pair = new Pair().line("12:00");
        new Story(pair).goesOn("""
                08:00 | door  | book walk-up 10:00-10:30      | booked
                08:01 | door  | book walk-up2 10:30-11:00     | booked
                """);
        List<Entry> unsent = List.copyOf(pair.log());
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        assertThat(alarms(pair)).containsExactly("replaced-by-force");
        new Story(pair).goesOn("""
                08:10 | cloud | book remote 10:00-11:00       | waits for the door
                """);
        List<String> late = unsent.stream()
                .map(entry -> pair.cloud(new CloudInput.LateArrived(1, entry, Moment.synchronised(at("08:20")))))
                .map(outcome -> outcome instanceof Outcome.Answered(Answer answer) ? Story.word(answer) : "?")
                .toList();
        assertThat(late).as("each word of the old door is answered, and none decides")
                .hasSameSizeAs(unsent)
                .allMatch(word -> word.startsWith("refused: held") || word.startsWith("waits for"));
        assertThat(alarms(pair)).as("and recorded").filteredOn("late-word"::equals).hasSameSizeAs(unsent);
        assertThat(pair.bookingAtCloud("walk-up").filter(b -> b.phase().decided())).isEmpty();
    }

    private static List<String> alarms(Pair pair) {
        return pair.effects()
                .stream()
                .filter(effect -> effect instanceof Effect.Alarm)
                .map(effect -> ((Effect.Alarm) effect).kind())
                .toList();
    }

    @Test
    void scenario14RoomClosedInTheCloudWhileTheDoorIsOffline() {
        Pair pair = new Pair().line("12:00");
        pair.cloud(new CloudInput.SpaceChanged(pair.nextOperation(), new Space(ASPEN, "Aspen", 6, "2nd floor", ZoneOffset.UTC,
                Policy.USUAL, Privacy.TITLE, Optional.of("out-of-service"))));
        new Story(pair).goesOn("""
                10:00 | door  | book walk-up 10:00-10:30      | booked
                10:00 | cloud | book remote 14:00-15:00       | refused: room-closed
                10:05 | link  | both ways                     |
                10:05 | shows | walk-up                       | both: checked-in 10:00-10:30
                10:06 | door  | extend walk-up 11:00          | refused: room-closed
                10:06 | door  | book walk-up2 11:00-11:30     | refused: room-closed
                10:20 | door  | end walk-up                   | ended
                10:21 | link  | both ways                     |
                10:21 | shows | walk-up                       | both: completed 10:00-10:20
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
    void tooManyOpenRequestsAreRefusedHonestly() {
        DoorState door = DoorState.empty(DoorPosition.fresh(new Pair().cloud().at().floor(), 1))
                .with(new Change.PutSpace(new Space(ASPEN, "Aspen", 6, "2nd floor", ZoneOffset.UTC, Policy.USUAL, Privacy.TITLE,
                        Optional.empty())));
        for (int i = 0; i < Limits.OPEN_REQUESTS; i++) {
            BookingCommand command = new BookingCommand.Cancel(new BookingId(new UUID(40, i)));
            door = door.with(new Change.PutRequest(new Request(new OperationId(new UUID(41, i)), i + 1L, command, 1,
                    Optional.empty(), at("08:00"), Optional.empty())));
        }
        DoorStep step = new DoorSide(new dev.lintel.protocol.wire.Sha256Chain()).step(door,
                new DoorInput.Touched(new OperationId(new UUID(42, 1)), book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR),
                        Moment.synchronised(at("10:00"))));
        assertThat(step.outcome()).isEqualTo(
                new Outcome.Answered(new Answer.Refused(new Rejection.TooManyRequests(Limits.OPEN_REQUESTS))));
        Sometimes.reached(step.outcome());
        assertThat(step.entries()).isEmpty();
        assertThat(step.state().booking(id("walk-up"))).isEmpty();
    }

    @Test
    void anEntryThatTheOtherSideCouldNotReadIsAnsweredNotUnderstood() {
        Pair pair = new Pair().line("12:00");
        OperationId operation = pair.nextOperation();
        pair.ask(operation, book("remote", ASPEN, "10:00", "11:00", Origin.CLOUD));
        Entry entry = pair.feed().getLast();
        pair.door(new DoorInput.FeedArrived(new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(),
                new Body.Unreadable("later", "{}")), Optional.empty(), Moment.synchronised(at("09:00"))));
        pair.logOnly();
        assertThat(pair.effects()).contains(
                new Effect.Decided(operation, id("remote"), new Answer.Refused(new Rejection.NotUnderstood())));
        assertThat(Story.word(pair.clock("10:00").touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR))))
                .as("its head holds the slot")
                .isEqualTo("refused: held");
    }

    @Test
    void aDoorWhoseLogWasForkedDecidesNothing() {
        Pair pair = new Pair().line("12:00");
        Entry entry = pair.feed().getLast();
        pair.door(new DoorInput.FeedArrived(
                new Entry(entry.seq() + 1, new Hash("ab".repeat(32)), entry.hash(), entry.head(), entry.body()),
                Optional.empty(),
                Moment.synchronised(at("09:00"))));
        assertThat(Story.word(pair.touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR))))
                .isEqualTo("refused: floor-stopped");
    }

    @Test
    void aLateWordThatNobodyCanDecideAnyMoreIsFiled() {
        Pair pair = new Pair().line("12:00");
        pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync();
        pair.clock("10:10").touch(new BookingCommand.Release(id("review"), at("10:10")));
        Entry late = pair.log().getLast();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        Outcome outcome = pair.cloud(new CloudInput.LateArrived(1, late, Moment.synchronised(at("10:20"))));
        Sometimes.reached(outcome);
        assertThat(outcome).isEqualTo(new Outcome.Answered(new Answer.Refused(new Rejection.SupersededEpoch(1))));
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
