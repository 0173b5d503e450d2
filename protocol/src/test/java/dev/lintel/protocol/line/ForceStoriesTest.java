package dev.lintel.protocol.line;

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
                08:07 | alarm | clash                          | 0
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
}
