package dev.lintel.protocol.line;

import java.util.Set;
import org.junit.jupiter.api.Test;

/// R15: Birch is a desk on a floor that has a door. No door decides about it, wherever the line is.
class DeskStoriesTest {

    private final Story story = new Story(new Pair(Set.of(Pair.BIRCH)));

    @Test
    void aDeskIsConfirmedByTheCloudAlsoWhereTheDoorIsAway() {
        story.goesOn("""
                08:00 | line  | 12:00                              |
                09:00 | cloud | book desk 09:30-10:00 in Birch     | booked
                09:00 | cloud | book room 09:30-10:00              | waits for the door
                09:01 | cloud | extend desk 11:00                  | extended
                09:02 | cloud | cancel desk                        | cancelled
                """);
    }

    @Test
    void aDeskThatIsWishedAtAPanelWaitsForTheCloud() {
        story.goesOn("""
                08:00 | line  | 12:00                              |
                09:00 | door  | book walk-up 09:00-09:30 in Birch  | waits for the cloud
                09:00 | link  | both ways                          |
                09:00 | shows | walk-up                            | both: checked-in 09:00-09:30
                09:10 | door  | release walk-up 09:10              | refused: in-use
                09:11 | cloud | book other 09:30-10:00 in Birch    | booked
                09:11 | link  | both ways                          |
                09:50 | door  | release other 09:50                | refused: not-releasable
                """);
    }

    @Test
    void fromADeskToARoomAndBackBothAreAsked() {
        story.goesOn("""
                08:00 | line  | 12:00                              |
                09:00 | cloud | book plan 09:30-10:00 in Birch     | booked
                09:00 | cloud | move plan 10:30-11:00              | waits for the door
                09:00 | cloud | book other 09:30-10:00 in Birch    | refused: taken 09:30-10:00
                09:01 | link  | both ways                          |
                09:01 | shows | plan                               | both: confirmed 10:30-11:00
                09:02 | cloud | book other 09:30-10:00 in Birch    | booked
                09:03 | door  | move plan 11:00-11:30 in Birch     | waits for the cloud
                09:03 | link  | both ways                          |
                09:03 | shows | plan                               | both: confirmed 11:00-11:30
                09:04 | cloud | extend plan 11:45                  | extended
                """);
    }
}
