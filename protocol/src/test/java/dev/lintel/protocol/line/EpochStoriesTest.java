package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of a floor when one party's memory is replaced.
class EpochStoriesTest {

    private final Pair pair = new Pair();

    @Test
    void aDoorThatMayStillBeDecidingIsReplacedOnlyByForceAndThatIsRecorded() {
        pair.line("12:00");
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), false)))
                .isEqualTo(new Outcome.Halted("door-not-closed"));
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true))).isEqualTo(new Outcome.Applied());
        assertThat(pair.effects()).anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(Effect.Alarm.class,
                alarm -> assertThat(alarm.kind()).isEqualTo("replaced-by-force")));
        assertThat(pair.cloud().at().line()).isEqualTo(new Line(at("12:00")));
    }

    @Test
    void aRetiredDoorDecidesNothingMore() {
        pair.line("12:00").door(new DoorInput.Retired(pair.nextOperation()));
        assertThat(pair.touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR)))
                .isEqualTo(new Answer.Refused(new Rejection.FloorStopped("epoch-ended")));
    }

    @Test
    void whatCouldNotBeReadOfARetiredDoorIsReadFromItsCopyBeforeAnotherTakesItsPlace() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.unreadable().logOnly();
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), false)))
                .isEqualTo(new Outcome.Halted("door-not-read"));
        assertThat(pair.cloud(new CloudInput.DoorRemoved(pair.nextOperation(), false, Moment.synchronised(at("08:30")))))
                .isEqualTo(new Outcome.Halted("door-not-read"));
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), false))).isEqualTo(new Outcome.Applied());
        assertThat(pair.snapshot().bookings()).extracting(Booking::id).contains(id("walk-up"));
    }

    @Test
    void aDoorThatGoesOnInANewEpochTellsAgainWhatCouldNotBeRead() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.unreadable().touch(book("after", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.logOnly();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        assertThat(pair.take(pair.snapshot())).isEqualTo(new Outcome.Applied());
        pair.sync();
        assertThat(pair.atDoor("walk-up").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
        assertThat(pair.atCloud("after")).isEqualTo(pair.atDoor("after"));
        assertThat(pair.cloud().understandsAll()).isTrue();
    }

    @Test
    void aLateWordOfAReplacedDoorBecomesAWishOfThePresentOwner() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        Entry late = pair.log().getLast();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        assertThat(pair.cloud(new CloudInput.LateArrived(1, late, Moment.synchronised(at("08:30"))))).isInstanceOfSatisfying(
                Outcome.Answered.class,
                answered -> assertThat(answered.answer()).isInstanceOf(Answer.Waiting.class));
        assertThat(pair.atCloud("walk-up").phase()).isInstanceOf(Phase.Requested.class);
    }

    /// Before it is told it cannot know; what it is told of an epoch that it has left behind concerns it no more.
    @Test
    void aDoorThatIsToldThatItsEpochIsOverConfirmsNothingMore() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        assertThat(pair.touch(book("unknowing", ASPEN, "10:00", "11:00", Origin.DOOR))).isInstanceOf(Answer.Done.class);
        assertThat(pair.door(new DoorInput.Superseded(1))).isEqualTo(new Outcome.Halted("superseded-epoch"));
        assertThat(pair.touch(book("told", ASPEN, "11:00", "11:30", Origin.DOOR)))
                .isEqualTo(new Answer.Refused(new Rejection.FloorStopped("superseded-epoch")));
        long before = pair.door().at().log().seq();
        pair.touch(new BookingCommand.CheckIn(id("walk-up")));
        assertThat(pair.door().at().log().seq()).as("who came is written down").isEqualTo(before + 1);
        assertThat(pair.door(new DoorInput.Superseded(1))).as("told again").isEqualTo(new Outcome.Repeated());

        assertThat(pair.take(pair.snapshot())).as("the floor is given back to it").isEqualTo(new Outcome.Applied());
        assertThat(pair.door(new DoorInput.Superseded(1))).as("a word that was under way").isEqualTo(new Outcome.Repeated());
        pair.sync();
        assertThat(pair.door().at().standing()).isEqualTo(new Standing.Deciding());
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
        assertThat(pair.atCloud("unknowing")).isEqualTo(pair.atDoor("unknowing"));
    }

    /// It may have been sent before the cloud said so, and the broker delivers it once more.
    @Test
    void aSnapshotOfTheEpochThatIsOverDoesNotOpenItAgain() {
        pair.line("12:00");
        Snapshot before = pair.snapshot();
        pair.door(new DoorInput.Superseded(1));
        assertThat(pair.take(before)).isEqualTo(new Outcome.Halted("superseded-epoch"));
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        assertThat(pair.door().at().standing()).as("it may still say its last word").isEqualTo(new Standing.Ended());
        assertThat(pair.door(new DoorInput.Superseded(1))).isEqualTo(new Outcome.Repeated());
    }

    @Test
    void withoutADoorTheCloudDecidesEverythingAlsoWhatIsOpen() {
        pair.line("12:00").ask(book("open", ASPEN, "09:00", "10:00", Origin.CLOUD));
        pair.cloud(new CloudInput.DoorRemoved(pair.nextOperation(), true, Moment.synchronised(at("08:30"))));
        assertThat(pair.atCloud("open").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.ask(book("next", ASPEN, "10:00", "11:00", Origin.CLOUD))).isInstanceOf(Answer.Done.class);
    }

    @Test
    void aWishMadeAgainstAnOlderVersionIsDeclinedByTheCloudAloneAsWell() {
        pair.line("12:00").touch(book("review", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync();
        OperationId move = pair.nextOperation();
        pair.ask(move, new BookingCommand.Move(id("review"), ASPEN, new Slot(at("10:00"), at("10:30"))));
        pair.touch(new BookingCommand.Extend(id("review"), at("09:45")));
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.logOnly();
        pair.cloud(new CloudInput.DoorRemoved(pair.nextOperation(), false, Moment.synchronised(at("08:30"))));
        assertThat(pair.ask(move, new BookingCommand.Cancel(id("review")))).isInstanceOfSatisfying(Answer.Refused.class,
                refused -> assertThat(refused.why().slug()).isEqualTo("changed"));
        assertThat(pair.atCloud("review").slot().end()).isEqualTo(at("09:45"));
    }

    @Test
    void aRestoredCloudDecidesNothingUntilTheDoorHasToldWhatItKnows() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.cloud(new CloudInput.Restored(pair.nextOperation(), new Generation(new UUID(7, 7))));
        assertThat(pair.ask(book("next", ASPEN, "14:00", "15:00", Origin.CLOUD)))
                .isEqualTo(new Answer.Refused(new Rejection.FloorStopped("cloud-restored")));
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
        assertThat(pair.ask(book("after", ASPEN, "15:00", "16:00", Origin.CLOUD))).isInstanceOf(Answer.Done.class);
    }

    @Test
    void aRestoreDoesNotOpenAgainWhatAnAdministratorMustSettle() {
        pair.line("12:00").door(new DoorInput.Retired(pair.nextOperation()));
        pair.logOnly();
        pair.cloud(new CloudInput.Restored(pair.nextOperation(), Pair.NEXT));
        assertThat(pair.cloud().at().standing()).as("its door tells nothing any more").isEqualTo(new Standing.Ended());
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), false))).isEqualTo(new Outcome.Applied());
    }

    @Test
    void whereADoorDoubtsItsCopyAndTheCloudHasForgottenThatIsTold() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.cloud(new CloudInput.Restored(pair.nextOperation(), Pair.NEXT));
        pair.door(new DoorInput.Doubted("copy-damaged"));
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        assertThat(pair.effects()).anySatisfy(effect -> assertThat(effect).isInstanceOfSatisfying(Effect.Alarm.class,
                alarm -> assertThat(alarm.detail()).startsWith("the door doubts its own copy, and this cloud has forgotten")));
    }

    @Test
    void afterItsLastWordADoorWritesNothing() {
        pair.line("12:00").door(new DoorInput.Retired(pair.nextOperation()));
        int written = pair.log().size();
        pair.door(new DoorInput.Noticed(pair.nextOperation(), "lamp-broken", Optional.of(ASPEN),
                Moment.synchronised(at("09:00"))));
        assertThat(pair.log()).hasSize(written);
    }

    @Test
    void theDigestsOfBothSidesAreEqualAtRestAndNameTheRoomAndDayThatDiffers() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync();
        Generation generation = pair.cloud().at().generation();
        Digest.Window window = new Digest.Window(LocalDate.parse("2026-03-02"), 2);
        Digest cloud = Digest.of(pair.cloud().at().feed(), pair.cloud().at().log(), generation, window,
                List.of(pair.atCloud("review")).stream());
        assertThat(Digest.of(pair.door().at().feed(), pair.door().at().log(), generation, window, pair.door().bookings())
                .differences(cloud)).isEmpty();
        pair.clock("09:55").touch(new BookingCommand.CheckIn(id("review")));
        Digest moved = Digest.of(cloud.feed(), cloud.log(), generation, window, pair.door().bookings());
        assertThat(moved.differences(cloud)).extracting(Digest.RoomDay::space).containsExactly(ASPEN);
    }
}
