package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseStory.betweenTwoDoors;
import static org.assertj.core.api.Assertions.assertThat;

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
