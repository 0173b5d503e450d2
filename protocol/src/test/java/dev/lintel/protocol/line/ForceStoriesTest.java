package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.util.List;
import org.junit.jupiter.api.Test;

/// R13, R16: an administrator does not wait for a door that knows more. What the door decided is told first, the cloud weighs it, and the door takes over what came of it.
class ForceStoriesTest {

    @Test
    void aDoorThatTheCloudHasForgottenTellsBeforeItDecidesAgain() {
        Story.tell("""
                08:00 | cloud | book plan 09:00-09:30          | booked
                08:00 | link  | both ways                      |
                08:00 | upset | the cloud is backed up         |
                08:01 | line  | 09:30                          |
                08:02 | cloud | move plan 09:30-10:00          | waits for the door
                08:02 | link  | to the door                    |
                08:03 | upset | the cloud is restored          |
                08:03 | upset | nobody waits for the door      |
                08:04 | cloud | book other 09:30-10:00         | booked
                08:05 | upset | the door gets a snapshot       |
                08:05 | door  | book walk-up 08:30-09:00       | refused: floor-stopped
                08:05 | shows | plan                           | cloud: confirmed 09:00-09:30, door: confirmed 09:30-10:00
                08:06 | link  | to the cloud                   |
                08:06 | shows | other                          | cloud: declined 09:30-10:00, door: nothing
                08:06 | alarm | clash                          | 1
                08:07 | upset | the door gets a snapshot       |
                08:07 | shows | plan                           | both: confirmed 09:30-10:00
                08:07 | shows | other                          | both: declined 09:30-10:00
                08:08 | line  | 10:00                          |
                08:08 | door  | book walk-up 08:30-09:00       | booked
                """);
    }

    @Test
    void whatPeopleDecidedAtTheCloudMeanwhileIsWeighedThereAndNowhereElse() {
        Story.tell("""
                08:00 | cloud | book plan 09:00-09:30          | booked
                08:00 | link  | both ways                      |
                08:00 | upset | the cloud is backed up         |
                08:01 | line  | 09:30                          |
                08:02 | cloud | move plan 09:30-10:00          | waits for the door
                08:02 | link  | to the door                    |
                08:03 | upset | the cloud is restored          |
                08:03 | upset | nobody waits for the door      |
                08:04 | cloud | book other 09:30-10:00         | booked
                08:05 | upset | the door gets a snapshot       |
                08:06 | cloud | cancel plan                    | cancelled
                08:07 | link  | both ways                      |
                08:07 | shows | plan                           | both: cancelled 09:00-09:30
                08:07 | shows | other                          | both: confirmed 09:30-10:00
                08:07 | alarm | clash                          | 1
                """);
    }

    @Test
    void aSnapshotThatWasTakenBeforeTheDoorWasHeardIsNoAnswer() {
        Story.tell("""
                08:00 | upset | the cloud is backed up         |
                08:01 | line  | 10:00                          |
                08:02 | door  | book walk-up 09:00-09:30       | booked
                08:03 | upset | the cloud is restored          |
                08:03 | upset | nobody waits for the door      |
                08:04 | cloud | book other 09:00-09:30         | booked
                08:05 | upset | the door gets a snapshot       |
                08:05 | upset | the door gets a snapshot       |
                08:05 | shows | walk-up                        | cloud: nothing, door: confirmed 09:00-09:30
                08:05 | door  | end walk-up                    | refused: floor-stopped
                08:06 | link  | both ways                      |
                08:06 | shows | walk-up                        | both: confirmed 09:00-09:30
                08:06 | shows | other                          | both: declined 09:00-09:30
                """);
    }

    @Test
    void ofTwoDecisionsOfOneNumberTheDoorsStandsAndThatIsTold() {
        Story.tell("""
                08:00 | cloud | book plan 09:00-09:30          | booked
                08:00 | link  | both ways                      |
                08:00 | upset | the cloud is backed up         |
                08:01 | line  | 09:30                          |
                08:02 | cloud | move plan 09:30-10:00          | waits for the door
                08:02 | link  | to the door                    |
                08:03 | upset | the cloud is restored          |
                08:03 | upset | nobody waits for the door      |
                08:04 | cloud | move plan 11:00-11:30          | moved
                08:05 | upset | the door gets a snapshot       |
                08:06 | link  | both ways                      |
                08:07 | shows | plan                           | both: confirmed 09:30-10:00
                08:07 | alarm | clash                          | 1
                """);
    }

    @Test
    void whatTheCloudGrantedAndTheDoorWentOnWithIsNotAskedAgain() {
        Story.tell("""
                08:00 | line  | 10:00                          |
                08:00 | upset | the cloud is backed up         |
                08:01 | door  | book walk-up 09:30-10:30       | waits for the cloud
                08:01 | link  | both ways                      |
                08:01 | shows | walk-up                        | both: confirmed 09:30-10:30
                09:25 | door  | check-in walk-up               | checked-in
                09:26 | upset | the cloud is restored          |
                09:26 | upset | nobody waits for the door      |
                09:27 | upset | the door gets a snapshot       |
                09:28 | link  | both ways                      |
                09:28 | shows | walk-up                        | both: checked-in 09:30-10:30
                09:29 | alarm | clash                          | 0
                09:31 | door  | end walk-up                    | ended
                """);
    }

    @Test
    void aChangeThatTheCloudGrantedAndTheDoorWentOnWithKeepsItsFirstAnswer() {
        Pair pair = new Pair().line("10:00");
        pair.ask(Pair.book("plan", Pair.ASPEN, "11:00", "11:30", Origin.CLOUD));
        pair.sync().backUp();
        OperationId extension = pair.nextOperation();
        BookingCommand longer = new BookingCommand.Extend(Pair.id("plan"), Pair.at("12:00"));
        pair.touch(extension, longer);
        pair.sync();
        Answer first = pair.touch(extension, longer);
        assertThat(first).isInstanceOf(Answer.Done.class);
        pair.line("13:00").clock("10:55").touch(new BookingCommand.CheckIn(Pair.id("plan")));
        pair.restore();
        pair.cloud(new CloudInput.Waived(pair.nextOperation()));
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atDoor("plan")).isEqualTo(pair.atCloud("plan"));
        assertThat(pair.touch(extension, longer)).isEqualTo(first);
        assertThat(pair.door().requests()).isEmpty();
    }

    @Test
    void whatTheDoorGaveBackTakesAwayWhatTheCloudHasMovedAndThatIsTold() {
        Story.tell("""
                08:00 | cloud | book plan 09:00-09:30          | booked
                08:00 | link  | both ways                      |
                08:00 | upset | the cloud is backed up         |
                08:01 | line  | 10:00                          |
                09:15 | door  | release plan 09:15             | released
                09:16 | upset | the cloud is restored          |
                09:16 | upset | nobody waits for the door      |
                09:17 | cloud | move plan 11:00-11:30          | moved
                09:18 | upset | the door gets a snapshot       |
                09:19 | link  | both ways                      |
                09:19 | shows | plan                           | both: released 09:00-09:30
                09:19 | alarm | clash                          | 1
                """);
    }

    @Test
    void whereTheCloudHasDecidedMoreOftenThanTheDoorThatIsToldToo() {
        Story.tell("""
                08:00 | cloud | book plan 09:00-09:30          | booked
                08:00 | link  | both ways                      |
                08:00 | upset | the cloud is backed up         |
                08:01 | line  | 10:00                          |
                08:55 | door  | check-in plan                  | checked-in
                08:56 | upset | the cloud is restored          |
                08:56 | upset | nobody waits for the door      |
                08:57 | cloud | move plan 11:00-11:30          | moved
                08:58 | upset | the door gets a snapshot       |
                08:59 | link  | both ways                      |
                08:59 | shows | plan                           | both: confirmed 11:00-11:30
                08:59 | alarm | clash                          | 1
                """);
    }

    @Test
    void whereTheDoorHasDecidedMoreOftenThanTheCloudThatIsToldToo() {
        Story.tell("""
                08:00 | cloud | book plan 09:00-09:30          | booked
                08:00 | link  | both ways                      |
                08:00 | upset | the cloud is backed up         |
                08:00 | cloud | move plan 09:15-09:45          | moved
                08:01 | line  | 10:00                          |
                09:30 | door  | release plan 09:30             | released
                09:30 | upset | the cloud is restored          |
                09:30 | upset | nobody waits for the door      |
                09:31 | cloud | move plan 11:00-11:30          | moved
                09:32 | upset | the door gets a snapshot       |
                09:33 | link  | both ways                      |
                09:33 | shows | plan                           | both: released 09:15-09:45
                09:33 | alarm | clash                          | 1
                """);
    }

    @Test
    void anOpenWishOfADoorThatComesBackAfterAnotherEpochIsAskedOnce() {
        Pair pair = new Pair().line("10:00");
        pair.touch(Pair.book("walk-up", Pair.ASPEN, "09:30", "10:30", Origin.DOOR));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("walk-up").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atDoor("walk-up")).isEqualTo(pair.atCloud("walk-up"));
        assertThat(pair.door().requests()).isEmpty();
    }

    @Test
    void whoIsRetiredBeforeItHasToldEverythingAsksFirst() {
        Pair pair = new Pair().line("10:00");
        pair.touch(Pair.book("walk-up", Pair.ASPEN, "08:30", "09:00", Origin.DOOR));
        pair.touch(Pair.book("walk-up past the line", Pair.ASPEN, "09:30", "10:30", Origin.DOOR));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.take(pair.snapshot());
        assertThat(pair.door().untold()).isTrue();
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.logOnly();
        assertThat(pair.cloud().at().standing()).isInstanceOf(Standing.Ended.class);
        assertThat(pair.atCloud("walk-up past the line").phase()).isInstanceOf(Phase.Confirmed.class);
    }

    @Test
    void whoseEpochIsOverBeforeItHasToldEverythingAsksFirst() {
        Pair pair = new Pair().line("10:00");
        pair.touch(Pair.book("walk-up", Pair.ASPEN, "08:30", "09:00", Origin.DOOR));
        pair.touch(Pair.book("walk-up past the line", Pair.ASPEN, "09:30", "10:30", Origin.DOOR));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.take(pair.snapshot());
        assertThat(pair.door().untold()).isTrue();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.door(new DoorInput.Superseded(2));
        List.copyOf(pair.log())
                .forEach(entry -> pair.cloud(new CloudInput.LateArrived(2, entry, Moment.synchronised(Pair.at("08:57")))));
        assertThat(pair.cloud().requests().values()).extracting(request -> request.command().booking())
                .containsExactlyInAnyOrder(Pair.id("walk-up"), Pair.id("walk-up past the line"));
    }

    @Test
    void whatAForgottenEpochHadHeardIsAWishOfWhoeverComesBackAfterAnother() {
        Pair pair = new Pair().line("10:00");
        pair.backUp();
        pair.touch(Pair.book("walk-up", Pair.ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync();
        pair.restore();
        pair.cloud(new CloudInput.Waived(pair.nextOperation()));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.bookingAtCloud("walk-up")).isPresent();
        assertThat(pair.atDoor("walk-up")).isEqualTo(pair.atCloud("walk-up"));
        assertThat(pair.atDoor("walk-up").phase()).isInstanceOf(Phase.Confirmed.class);
    }

    @Test
    void whoWasSeenAtADoubtingDoorAndTakenWhenAskedAgainIsNotLostAsALateWord() {
        Pair pair = new Pair().line("12:00");
        pair.touch(Pair.book("walk-up", Pair.ASPEN, "09:00", "10:00", Origin.DOOR));
        pair.sync().loseCopy().clock("08:55");
        OperationId touch = pair.nextOperation();
        BookingCommand checkIn = new BookingCommand.CheckIn(Pair.id("walk-up"));
        pair.touch(touch, checkIn);
        pair.take(pair.snapshot());
        pair.touch(touch, checkIn);
        List<Entry> unsent = List.copyOf(pair.log().subList((int) pair.cloud().at().log().seq(), pair.log().size()));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        unsent.forEach(entry -> pair.cloud(new CloudInput.LateArrived(1, entry, Moment.synchronised(Pair.at("08:57")))));
        assertThat(unsent).hasSize(2);
        assertThat(pair.cloud().requests().values()).extracting(Request::command).containsExactly(checkIn);
    }
}
