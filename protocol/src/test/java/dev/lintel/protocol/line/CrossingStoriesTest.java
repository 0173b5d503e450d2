package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.OperationId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
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
    void aFloorThatLosesItsDoorForGoodKeepsWhatItHadPromised() {
        betweenTwoDoors().goesOn("""
                cloud     | move A 10:00-10:30 in room 2   | waits for the door
                removed 2 |                                |
                on        |                                |
                link 1    | both ways                      |
                on        |                                |
                shows     | A                              | cloud: confirmed in room 2; door 1: departed; door 2: nothing
                """);
        betweenTwoDoors().goesOn("""
                cloud     | move A 10:00-10:30 in room 2   | waits for the door
                link 2    | both ways                      |
                on        |                                |
                removed 1 |                                |
                on        |                                |
                link 2    | both ways                      |
                shows     | A                              | cloud: confirmed in room 2; door 1: confirmed; door 2: confirmed
                """);
    }

    @Test
    void aDoorThatLosesItsCopyGoesOnKeeping() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                """);
        story.now(rebuilt(story.house())).goesOn("""
                door 2 | book B 10:00-10:30 in room 2   | refused: held
                on     |                                |
                link 1 | both ways                      |
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    /// The cloud has an older entry of that door unread, so the snapshot claims to contain nothing of what came after it either.
    @Test
    void whatHasArrivedIsNotKeptAgainByADoorThatIsRebuilt() {
        HouseStory story = betweenTwoDoors().goesOn("""
                door 2 | book C 10:30-11:00 in room 2   | booked
                """);
        Entry unread = story.house().at(1).logAhead().getFirst();
        story.now(story.house()
                .cloud(1, "", new CloudInput.LogArrived(new Entry(unread.seq(), unread.previous(), unread.hash(),
                        unread.head(), new Body.Unreadable("later", "{}")), World.NOW))
                .state()).goesOn("""
                        cloud  | move A 10:00-10:30 in room 2   | waits for the door
                        link 2 | both ways                      |
                        on     |                                |
                        link 1 | both ways                      |
                        on     |                                |
                        link 2 | both ways                      |
                        shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                        """);
        story.now(rebuilt(story.house())).goesOn("""
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    /// Nothing but a table that was written by somebody else leads there.
    @Test
    void whoeverIsConfirmedWhereAMoveArrivesStays() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                """);
        House house = story.house();
        Booking other = house.row(World.A).orElseThrow();
        Booking there = new Booking(World.B, HouseWorld.room(1), other.slot(), 1, Optional.empty(), Optional.empty(),
                Origin.CLOUD, other.madeAt(), new Phase.Confirmed());
        story.now(new House(house.storeys(), house.bookings().with(World.B, there), house.answers(), house.used(),
                house.flags(), house.backup())).goesOn("""
                        on     |                                |
                        link 1 | both ways                      |
                        on     |                                |
                        told   |                                | refused: taken 10:00-10:30
                        shows  | A                              | cloud: declined in room 2; door 1: departed; door 2: requested
                        """);
        assertThat(story.house().row(World.B)).contains(there);
    }

    /// Door 2 loses its copy and starts again from a snapshot.
    private static House rebuilt(House house) {
        House.Storey second = house.at(1);
        House bare = house.with(1, new House.Storey(second.cloud(), DoorState.empty(second.door().at()), second.feed(),
                second.log()));
        House doubting = bare.door(1, "", new DoorInput.Doubted("copy-missing")).state();
        Snapshot snapshot = doubting.snapshot(1);
        List<Entry> since = second.log().subList((int) Rebuild.from(doubting.at(1).door(), snapshot), second.log().size());
        return doubting.door(1, "", new DoorInput.SnapshotArrived(snapshot, since, World.NOW)).state();
    }

    @Test
    void aCloudThatForgotTheMoveLearnsFromTheDoorWhatItKeeps() {
        HouseStory story = betweenTwoDoors();
        House backup = story.house();
        story.goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                link 2 | both ways                      |
                """);
        House back = story.house().restored(backup).flagged(HouseWorld.RESTORED);
        for (int floor = 0; floor < 2; floor++) {
            back = back.cloud(floor, "", new CloudInput.Restored(new OperationId(new UUID(8, 3)), World.GENERATION)).state();
        }
        story.now(greeted(greeted(greeted(greeted(back, 1), 1), 0), 0)).goesOn("""
                door 2 | book B 10:00-10:30 in room 2   | refused: held
                on     |                                |
                link 1 | both ways                      |
                on     |                                |
                link 2 | both ways                      |
                shows  | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    /// The door says hello: it offers its copy, and then starts from a snapshot.
    private static House greeted(House house, int floor) {
        List<House.Reached> all = new ArrayList<>();
        HouseWorld.greet(house, floor, all);
        return all.getFirst().state();
    }

    @Test
    void aDoorOfAnOlderVersionIsNeverAskedWhatItCannotRead() {
        HouseStory story = betweenTwoDoors();
        Greeting now = Greeting.of(story.house().at(1).door(), LocalDate.parse("2026-03-02"));
        Greeting older = new Greeting(now.epoch(), now.generation(), now.line(), now.log(), now.feed(), now.proven(),
                now.state(), false);
        int before = story.house().at(1).feed().size();
        story.now(story.house().cloud(1, "", new CloudInput.Greeted(older, World.GENERATION)).state()).goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | refused: not-understood
                """);
        assertThat(story.house().at(1).feed()).hasSize(before);
    }

    @Test
    void aDoorOfAnOlderVersionWaitsWhereMinutesAreKeptThatItCannotHold() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud  | move A 10:00-10:30 in room 2   | waits for the door
                """);
        Greeting now = Greeting.of(story.house().at(1).door(), LocalDate.parse("2026-03-02"));
        Greeting older = new Greeting(now.epoch(), now.generation(), now.line(), now.log(), now.feed(), false,
                Optional.empty(), false);
        assertThat(story.house().cloud(1, "", new CloudInput.Greeted(older, World.GENERATION)).outcome())
                .isEqualTo(new Outcome.Halted("door-too-old"));
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
    void aDoorNeverTakesBackWhatLivesOnAnotherFloorByNow() {
        HouseStory story = HouseStory.tell("""
                cloud  | book A 10:00-10:30 in room 1   | booked
                cloud  | move A 11:00-11:30 in room 2   | moved
                """);
        Booking claimed = story.house().row(HouseStory.id("A")).orElseThrow();
        Booking forged = claimed.moved(House.ROOMS.getFirst(), claimed.slot());
        Entry entry = Entry.after(story.house().at(0).cloud().at().log(), Head.about(new OperationId(new UUID(66, 2)), forged),
                new Body.Happened(new dev.lintel.protocol.booking.BookingEvent.Booked(), forged), World.CHAIN);
        House after = story.house().cloud(0, "", new CloudInput.LogArrived(entry, World.NOW)).state();
        assertThat(after.row(HouseStory.id("A"))).contains(claimed);
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

    private static HouseStory betweenTwoDoors() {
        return betweenTwoDoors("10:00-10:30");
    }

    /// Both lines are at eleven, and one booking is in the first room.
    private static HouseStory betweenTwoDoors(String slot) {
        return HouseStory.tell("""
                line 1 | 11:00                          |
                line 2 | 11:00                          |
                cloud  | book A %s in room 1   | waits for the door
                link 1 | both ways                      |
                """.formatted(slot));
    }
}
