package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseStory.betweenTwoDoors;
import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Origin;
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
