package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseStory.betweenTwoDoors;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.OperationId;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// What becomes of a move between floors when a door or the cloud has lost its memory, or cannot read what it is told.
class CrossingMemoryStoriesTest {

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
                .state())
                .goesOn("""
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
        betweenTwoDoors().goesOn("""
                cloud   | move A 10:00-10:30 in room 2   | waits for the door
                link 2  | both ways                      |
                older 2 | hello                          | waits: door-too-old
                on      |                                |
                link 1  | both ways                      |
                on      |                                |
                older 2 | hello                          | feed
                older 2 | reads                          |
                shows   | A                              | cloud: confirmed in room 2; door 1: departed; door 2: confirmed
                """);
    }

    @Test
    void whatADoorOfAnOlderVersionIsAskedEndsWithItsAnswerThatItDoesNotUnderstand() {
        betweenTwoDoors().goesOn("""
                cloud   | move A 10:00-10:30 in room 2   | waits for the door
                older 2 | hello                          | feed
                older 2 | reads                          |
                told    |                                | refused: not-understood
                shows   | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: nothing
                """);
        betweenTwoDoors().goesOn("""
                cloud   | move A 10:00-10:30 in room 2   | waits for the door
                link 2  | both ways                      |
                on      |                                |
                older 1 | hello                          | feed
                older 1 | reads                          |
                on      |                                |
                link 2  | both ways                      |
                told    |                                | refused: not-understood
                shows   | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: declined
                """);
    }

    /// A snapshot cannot tell it what it was asked, so it can never answer; nobody waits for that.
    @Test
    void whatADoorOfAnOlderVersionCannotBeAskedAfterASnapshotIsRefusedOnceItHasSaidEverything() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud   | move A 10:00-10:30 in room 2   | waits for the door
                """);
        story.now(story.house().door(1, "", new DoorInput.Doubted("copy-missing")).state()).goesOn("""
                older 2 | hello                          | snapshot
                older 2 | digest                         | the same
                older 2 | reads                          |
                told    |                                | refused: not-understood
                shows   | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: nothing
                """);
    }

    /// It kept the minutes as another version, and lost that with its copy: the cloud must not build on it.
    @Test
    void whatAnOlderDoorHasKeptAndForgottenIsNotBuiltOn() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud   | move A 10:00-10:30 in room 2   | waits for the door
                link 2  | to the door                    |
                """);
        House house = story.house();
        House.Storey second = house.at(1);
        House bare = house.with(1, new House.Storey(second.cloud(), DoorState.empty(second.door().at()), second.feed(),
                second.log()));
        story.now(bare.door(1, "", new DoorInput.Doubted("copy-missing")).state()).goesOn("""
                older 2 | hello                          | snapshot
                door 2  | book B 10:00-10:30 in room 2   | booked
                older 2 | reads                          |
                on      |                                |
                link 1  | both ways                      |
                told    |                                | refused: not-understood
                shows   | A                              | cloud: confirmed in room 1; door 1: confirmed; door 2: nothing
                """);
    }

    /// The cloud is restored to before the move, and the door it arrived at is gone for good; by now somebody else is there.
    @Test
    void whatCannotArriveAnyMoreIsToldOnce() {
        HouseStory story = betweenTwoDoors().goesOn("""
                cloud   | move A 10:00-10:30 in room 2   | waits for the door
                link 2  | both ways                      |
                on      |                                |
                link 1  | both ways                      |
                """);
        House house = story.house();
        Booking left = house.at(0).door().booking(HouseStory.id("A")).orElseThrow();
        assertThat(left.phase()).isInstanceOf(Phase.Departed.class);
        Booking there = new Booking(World.B, HouseWorld.room(1), ((Phase.Departed) left.phase()).slot(), 1, Optional.empty(),
                Optional.empty(), Origin.CLOUD, left.madeAt(), new Phase.Confirmed());
        House forgotten = new House(house.storeys(), house.bookings().with(left.id(), left).with(World.B, there),
                house.answers(), house.used(), house.flags(), house.backup());
        OperationId found = Crossing.found(left);
        Crossing crossing = new Crossing(World.CHAIN);
        Crossing.Step first = crossing.goOn(forgotten.side(0), forgotten.side(1), found, left.id(), World.NOW);
        assertThat(first.target().effects()).isNotEmpty();
        House told = forgotten.crossed(0, 1, "", first).state();
        Crossing.Step again = crossing.goOn(told.side(0), told.side(1), found, left.id(), World.NOW);
        assertThat(again.target().effects()).isEmpty();
        assertThat(again.target().changes()).isEmpty();
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
}
