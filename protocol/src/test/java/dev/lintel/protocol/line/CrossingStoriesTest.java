package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseStory.betweenTwoDoors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.OperationId;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// A booking moves to a room of another floor. Nobody ends with neither room, nor with both.
class CrossingStoriesTest {

    @Test
    void whereBothWindowsAreTheCloudsItMovesAtOnce() {
        HouseStory.tell("""
                cloud  | book A 10:00-10:30 in room 1   | booked
                cloud  | move A 11:00-11:30 in room 2   | moved
                shows  | A                              | cloud: confirmed in room 2; door 1: nothing; door 2: nothing
                link 1 | both ways                      |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    @Test
    void whereBothWindowsAreTheDoorsTheTargetIsKeptBeforeTheSourceLetsGo() {
        betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 1 | both ways                      |
                shows  | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: nothing
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: requested
                door 2 | book B 10:00-10:30 in room 2   | refused: held
                on     |                                |
                link 1 | both ways                      |
                shows  | A                              | cloud: departed in room 1; door 1: departed; door 2: requested
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                told   |                                | moved
                """);
    }

    @Test
    void whoWalkedUpAtTheTargetKeepsIt() {
        betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                door 2 | book B 10:00-10:30 in room 2   | booked
                link 2 | both ways                      |
                told   |                                | refused: taken 10:00-10:30
                on     |                                |
                link 1 | both ways                      |
                shows  | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: nothing
                """);
    }

    @Test
    void whoCameToTheSourceKeepsItAndTheTargetIsFreeAgain() {
        betweenTwoDoors("09:00-09:30").goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                on     |                                |
                door 1 | check-in A                     | checked-in
                link 1 | both ways                      |
                told   |                                | refused: in-use
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: checked-in in room 1; door 1: checked-in; door 2: declined
                door 2 | book B 10:00-10:30 in room 2   | booked
                """);
    }

    @Test
    void whatWasDecidedAboutItMeanwhileStands() {
        betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                on     |                                |
                door 1 | shorten A 10:15                | shortened
                link 1 | both ways                      |
                told   |                                | refused: changed
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: declined
                """);
    }

    @Test
    void aSecondTryIsKeptAlthoughTheFirstWasLetGo() {
        HouseStory.tell("""
                cloud  | book A 09:00-09:30 in room 1   | booked
                line 1 | 10:00                          |
                line 2 | 09:30                          |
                door 1 | book C 09:30-10:00 in room 1   | booked
                cloud  | move A 09:00-09:30 in room 2   | waits for the door
                cloud  | extend A 10:00                 | waits for the door
                link 2 | both ways                      |
                on     |                                |
                told   |                                | refused: held
                link 1 | both ways                      |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: declined
                cloud  | move A 09:30-10:00 in room 2   | waits for the door
                line 2 | 10:00                          |
                door 2 | book B 09:30-10:00 in room 2   | refused: held
                on     |                                |
                link 1 | both ways                      |
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    @Test
    void aCancellationWrittenBehindTheMoveFollowsTheBooking() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                on     |                                |
                cloud  | cancel A                       | waits for the door
                link 1 | both ways                      |
                on     |                                |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: requested
                link 2 | both ways                      |
                shows  | A                              | cloud: cancelled in room 2; door 1: departed; door 2: cancelled
                """);
        assertThat(story.house().answers().values()).noneMatch(answer -> answer instanceof Answer.Waiting);
    }

    @Test
    void aCancellationBeforeTheSourceWasAskedEndsTheMove() {
        betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                cloud  | cancel A                       | waits for the door
                link 1 | both ways                      |
                link 2 | both ways                      |
                on     |                                |
                told   |                                | refused: over
                link 2 | both ways                      |
                shows  | A                              | cloud: cancelled in room 1; door 1: cancelled; door 2: declined
                """);
    }

    @Test
    void nobodyButTheCloudAsksForHalfAMove() {
        HouseStory story = betweenTwoDoors().goesOn("""
                door 1 | depart A 10:00-10:30 in room 2   | refused: not-allowed
                cloud  | depart A 10:00-10:30 in room 2   | refused: not-allowed
                """);
        Entry forged = Entry.after(story.house().at(0).cloud().at().log(), Head.bare(new OperationId(new UUID(66, 1))),
                new Body.Proposed(HouseStory.command("depart A 10:00-10:30 in room 2"), 1, Optional.empty(), World.NOW.now(),
                        true),
                World.CHAIN);
        House asked = story.house().cloud(0, "", new CloudInput.LogArrived(forged, World.NOW)).state();
        assertThat(asked.at(0).feed().getLast().body())
                .isEqualTo(new Body.Declined(HouseStory.id("A"), new Rejection.NotAllowed()));
        assertThat(asked.row(HouseStory.id("A"))).isEqualTo(story.house().row(HouseStory.id("A")));
    }

    @Test
    void onlyOneMoveToAnotherFloorIsUnderWay() {
        betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                cloud  | move A 11:00-11:30 in room 2   | refused: held
                """);
    }

    @Test
    void aTitleStaysWhereBystandersMayNotReadIt() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                """);
        assertThat(told(story.house())).isNotEmpty().allMatch(booking -> booking.title().isEmpty());
        assertThat(story.house().snapshot(1).requests()).allMatch(request -> request
                .command() instanceof BookingCommand.Arrive(Booking arriving, boolean _) && arriving.title().isEmpty());
        story.goesOn("""
                link 2 | both ways                      |
                on     |                                |
                link 1 | both ways                      |
                on     |                                |
                """);
        assertThat(story.house().row(HouseStory.id("A")).orElseThrow().title()).contains("Secret");
    }

    private static List<Booking> told(House house) {
        return house.at(1)
                .feed()
                .stream()
                .flatMap(entry -> entry
                        .body() instanceof Body.Proposed(BookingCommand.Arrive arrive, int _, var _, var _, boolean _, var _)
                                ? Stream.of(arrive.arriving())
                                : Stream.empty())
                .toList();
    }
}
