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

/// The scenarios of the line in which something is not as it should be: a month cut off, a wrong clock, a replaced door, an entry that cannot be read.
class UpsetStoriesTest {

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

    /// Somebody books two weeks ahead, at a minute for which the door takes a walk-up.
    private static Booking meanwhileInTheCloud(Pair pair) {
        Answer answer = pair.ask(new BookingCommand.Book(id("remote"), ASPEN,
                Slot.of(at("08:00").plus(Duration.ofDays(14)), Duration.ofHours(2)), Optional.empty(), Optional.empty(),
                Origin.CLOUD));
        return answer instanceof Answer.Done done ? done.booking() : pair.atCloud("remote");
    }

    private static String touched(Pair pair, BookingCommand command, Moment moment) {
        Outcome outcome = pair.door(new DoorInput.Touched(pair.nextOperation(), command, moment));
        return outcome instanceof Outcome.Answered(Answer answer) ? Story.word(answer) : outcome.toString();
    }

    private static List<String> alarms(Pair pair) {
        return pair.effects()
                .stream()
                .filter(effect -> effect instanceof Effect.Alarm)
                .map(effect -> ((Effect.Alarm) effect).kind())
                .toList();
    }
}
