package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseStory.betweenTwoDoors;
import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.OperationId;
import java.time.LocalDate;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What simulated weeks have found, told again as small as it is: each of these once went wrong.
class WholeWorldStoriesTest {

    /// Seed 6 of the whole worlds: what both doors tell of one move is no contradiction.
    @Test
    void aMoveThatTheCloudHasForgottenIsNoClash() {
        HouseStory story = betweenTwoDoors();
        House backup = story.house();
        story.goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                on     |                                |
                link 1 | both ways                      |
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
        House back = story.house().restored(backup).flagged(HouseWorld.RESTORED);
        for (int floor = 0; floor < 2; floor++) {
            back = back.cloud(floor, "", new CloudInput.Restored(new OperationId(new UUID(8, 3)), World.GENERATION)).state();
        }
        for (int floor = 0; floor < 2; floor++) {
            back = heard(back, floor);
            CloudStep told = new CloudSide(World.CHAIN).step(back.at(floor).cloud(), back.ledger(floor),
                    new CloudInput.CopyOffered(new OperationId(new UUID(8, 4)), DoorCopy.of(back.at(floor).door())));
            assertThat(told.outcome()).isEqualTo(new Outcome.Applied());
            assertThat(told.effects()).as("floor %d", floor + 1)
                    .noneMatch(effect -> effect instanceof Effect.Alarm alarm && alarm.kind().equals("clash"));
            back = back.cloud(floor, told);
        }
        story.now(back).goesOn("""
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    /// Seed 107 of the whole worlds: each snapshot that came before the cloud had heard the door doubled what the door asked, until its disk was full.
    @Test
    void howeverManySnapshotsComeAWishIsAskedOnceWithEach() {
        Pair pair = new Pair();
        pair.line("12:00").touch(book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.touch(book("later", ASPEN, "14:00", "15:00", Origin.DOOR));
        Snapshot snapshot = pair.snapshot();
        for (int number = 1; number <= 5; number++) {
            assertThat(pair.take(snapshot)).isEqualTo(new Outcome.Applied());
            assertThat(pair.log()).as("after snapshot %d", number).hasSize(2 + 2 * number);
        }
        pair.sync();
        assertThat(pair.atDoor("past the line")).isEqualTo(pair.atCloud("past the line"));
        assertThat(pair.atDoor("past the line").phase().decided()).isTrue();
        assertThat(pair.door().requests()).isEmpty();
    }

    /// The same without the rows that say what is open: the log alone tells a wish as often as it was asked.
    @Test
    void aDoorThatHasLostItsRowsAsksEachWishOfItsLogOnce() {
        Pair pair = new Pair();
        pair.line("12:00").touch(book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        Snapshot snapshot = pair.snapshot();
        pair.take(snapshot);
        pair.take(snapshot);
        long written = pair.log().size();
        pair.loseCopy().take(snapshot);
        assertThat(pair.log()).hasSize(Math.toIntExact(written) + 1);
    }

    /// Seed 2247 of the small worlds: a door that has no answer any more was asked again for what stands, and its no took it away.
    @Test
    void aRestoredCloudTakesNothingAwayThatItOnceAskedFor() {
        Pair pair = new Pair();
        OperationId wish = pair.nextOperation();
        pair.line("12:00").ask(wish, book("asked", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.backUp();
        pair.sync();
        // Another door, or the same one from an older card: what was decided comes with the snapshot, the answer does not.
        pair.retire();
        pair.another();
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atDoor("asked").phase()).isInstanceOf(Phase.Confirmed.class);
        pair.restore();
        pair.greet();
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("asked")).isEqualTo(pair.atDoor("asked"));
        assertThat(pair.atCloud("asked").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.cloud().requests()).isEmpty();
        assertThat(pair.ask(wish, book("asked", ASPEN, "10:00", "11:00", Origin.CLOUD))).isInstanceOf(Answer.Done.class);
    }

    /// Seeds 2127 and 3208 of the small worlds: whoever touched twice was told yes, and after the door's copy was damaged no.
    @Test
    void aDoorThatHasLostItsCopyStillKnowsWhatItWasAskedAndHowThatEnded() {
        Pair pair = new Pair();
        OperationId walkUp = pair.nextOperation();
        OperationId later = pair.nextOperation();
        BookingCommand sits = book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR);
        BookingCommand past = book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR);
        Answer yes = pair.line("12:00").touch(walkUp, sits);
        pair.touch(later, past);
        pair.sync();
        Booking granted = pair.atDoor("past the line");
        long written = pair.log().size();
        pair.loseCopy();
        pair.take(pair.snapshot());
        assertThat(pair.touch(walkUp, sits)).isEqualTo(yes);
        assertThat(pair.touch(later, past)).isEqualTo(new Answer.Done(new BookingEvent.Booked(), granted));
        assertThat(pair.log()).hasSize(Math.toIntExact(written));
    }

    /// Seed 2030 of the small worlds: a cloud that has forgotten reads a wish without deciding it, and the door had nothing any more that said it was open.
    @Test
    void whatADoorWishedIsDecidedAlsoWhereBothHaveForgottenIt() {
        Pair pair = new Pair();
        pair.line("12:00").backUp();
        OperationId wish = pair.nextOperation();
        pair.touch(wish, book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.restore();
        pair.loseCopy();
        pair.greet();
        pair.logOnly();
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("past the line").phase().decided()).isTrue();
        assertThat(pair.atDoor("past the line")).isEqualTo(pair.atCloud("past the line"));
        assertThat(pair.door().answer(wish)).containsInstanceOf(Answer.Done.class);
        assertThat(pair.door().requests()).isEmpty();
    }

    /// The door has said hello and sent its log.
    private static House heard(House house, int floor) {
        Greeting greeting = Greeting.of(house.at(floor).door(), LocalDate.parse("2026-03-02"));
        House heard = house.cloud(floor, "", new CloudInput.Greeted(greeting, World.GENERATION)).state();
        for (Entry entry : heard.at(floor).logAhead()) {
            heard = heard.cloud(floor, "", new CloudInput.LogArrived(entry, World.NOW)).state();
        }
        return heard;
    }
}
