package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseStory.betweenTwoDoors;
import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.BIRCH;
import static dev.lintel.protocol.line.Pair.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
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
        offer(pair);
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
        offer(pair);
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("past the line").phase().decided()).isTrue();
        assertThat(pair.atDoor("past the line")).isEqualTo(pair.atCloud("past the line"));
        assertThat(pair.door().answer(wish)).containsInstanceOf(Answer.Done.class);
        assertThat(pair.door().requests()).isEmpty();
    }

    /// Seeds 2317 and 2354 of the small worlds: a door was retired while its cloud was being restored. Its last word ended the floor before its copy was heard, so what it had been granted was forgotten, and nobody answered what it still waited for.
    @Test
    void aRestoredCloudHearsTheCopyOfADoorThatWasRetiredMeanwhile() {
        Pair pair = new Pair();
        OperationId granted = pair.nextOperation();
        OperationId open = pair.nextOperation();
        pair.line("12:00").backUp();
        pair.touch(granted, book("granted", ASPEN, "14:00", "15:00", Origin.DOOR));
        pair.ask(book("asked", BIRCH, "13:00", "14:00", Origin.CLOUD));
        pair.sync();
        pair.touch(open, book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.restore();
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.greet();
        pair.logOnly();
        CloudInput another = new CloudInput.DoorReplaced(pair.nextOperation(), false);
        assertThat(pair.cloud(another)).as("before the copy is heard").isInstanceOf(Outcome.Halted.class);
        offer(pair);
        assertThat(pair.atCloud("granted").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atCloud("asked").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atCloud("past the line").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.ledger().answer(open)).containsInstanceOf(Answer.Done.class);
        assertThat(pair.ledger().answer(granted)).isEqualTo(pair.door().answer(granted));
        assertThat(pair.greet()).as("nothing more is asked of it").isEqualTo(new Outcome.Halted("epoch-ended"));
        assertThat(pair.cloud(another)).isEqualTo(new Outcome.Applied());
        pair.another();
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.door().bookings()).containsExactlyInAnyOrderElementsOf(pair.ledger().bookings().toList());
    }

    /// The same, and both have forgotten: what stands in the door's log alone is decided once, and what was granted is not asked again.
    @Test
    void aWishOfARetiredDoorIsDecidedAlsoWhereNobodyRemembersIt() {
        Pair pair = new Pair();
        OperationId granted = pair.nextOperation();
        pair.line("12:00").backUp();
        pair.touch(granted, book("granted", ASPEN, "14:00", "15:00", Origin.DOOR));
        pair.sync();
        // The answer is lost, and what was granted is not.
        Booking stands = pair.atDoor("granted");
        pair.loseCopy().rotAtDoor(stands);
        pair.restore();
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.greet();
        pair.logOnly();
        offer(pair);
        assertThat(pair.ledger().answer(granted)).contains(new Answer.Done(new BookingEvent.Booked(), stands));
        assertThat(pair.atCloud("granted")).isEqualTo(stands);
    }

    /// An administrator does not wait for that copy: its last word stands all the same.
    @Test
    void aRetiredDoorStaysRetiredWhereNobodyWaitsForItsCopy() {
        Pair pair = new Pair();
        OperationId open = pair.nextOperation();
        pair.line("12:00").backUp();
        pair.touch(open, book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.restore();
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.greet();
        pair.logOnly();
        pair.cloud(new CloudInput.Waived(pair.nextOperation()));
        assertThat(pair.greet()).isEqualTo(new Outcome.Halted("epoch-ended"));
        assertThat(pair.ledger().answer(open)).containsInstanceOf(Answer.Done.class);
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), false))).isEqualTo(new Outcome.Applied());
    }

    /// Seed 2247 again: what a restored cloud could not read stood in the door's log alone once the copy was lost, and was never told again.
    @Test
    void whatARestoredCloudCouldNotReadIsToldAgainWhereTheCopyIsLostToo() {
        Pair pair = new Pair();
        OperationId walkUp = pair.nextOperation();
        pair.line("12:00").backUp();
        Answer yes = pair.touch(walkUp, book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.restore();
        pair.greet();
        pair.unreadable().loseCopy();
        offer(pair);
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("walk-up").phase().decided()).isTrue();
        assertThat(pair.atDoor("walk-up")).isEqualTo(pair.atCloud("walk-up"));
        assertThat(pair.touch(walkUp, book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR))).isEqualTo(yes);
    }

    /// Seed 3372 of the small worlds: a door said that it could not read a wish, found the wish in a snapshot and granted it. Whoever had asked heard no, and then yes.
    @Test
    void aWishThatADoorCouldNotReadIsNotGrantedBehindItsNo() {
        Pair pair = new Pair();
        OperationId wish = pair.nextOperation();
        pair.line("12:00").ask(wish, book("asked", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.unreadableAtDoor();
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.effects())
                .filteredOn(effect -> effect instanceof Effect.Decided decided && decided.operation().equals(wish))
                .isNotEmpty()
                .allSatisfy(effect -> assertThat(((Effect.Decided) effect).answer())
                        .isEqualTo(new Answer.Refused(new Rejection.NotUnderstood())));
        assertThat(pair.bookingAtDoor("asked").filter(booking -> booking.phase().holds())).isEmpty();
        assertThat(pair.atCloud("asked").phase().holds()).isFalse();
        assertThat(pair.cloud().requests()).isEmpty();
    }

    /// Seed 3307 of the small worlds: after a waiver door and cloud were each in a second epoch, of different lives of the cloud. Neither had written anything yet, so they took the two for one.
    @Test
    void twoEpochsOfOneNumberAreNotTakenForOne() {
        Pair pair = new Pair();
        pair.line("12:00").backUp();
        pair.ask(book("asked", ASPEN, "14:00", "15:00", Origin.CLOUD));
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        pair.take(pair.snapshot());
        pair.restore();
        pair.cloud(new CloudInput.Waived(pair.nextOperation()));
        assertThat(pair.cloud().at().epoch()).isEqualTo(pair.door().at().epoch());
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        offer(pair);
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atCloud("asked").phase()).isInstanceOf(Phase.Confirmed.class);
        assertThat(pair.atDoor("asked")).isEqualTo(pair.atCloud("asked"));
    }

    /// Seed 3246 of the small worlds: a retired door reads no feed, so the word that its wish could not be read was said to nobody.
    @Test
    void aRetiredDoorsWishThatNobodyCouldReadIsRefused() {
        Pair pair = new Pair();
        OperationId wish = pair.nextOperation();
        OperationId walkUp = pair.nextOperation();
        pair.line("12:00").touch(walkUp, book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.touch(wish, book("past the line", ASPEN, "12:30", "13:00", Origin.DOOR));
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        pair.unreadable().unreadable();
        pair.logOnly();
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        offer(pair);
        assertThat(pair.ledger().answer(wish)).contains(new Answer.Refused(new Rejection.NotUnderstood()));
        assertThat(pair.ledger().answer(walkUp)).isEqualTo(pair.door().answer(walkUp));
        assertThat(pair.bookingAtCloud("past the line")).isEmpty();
    }

    /// Seed 2373: nor is it refused what it may have been told yes about, in an entry that nobody can read beside a copy that is lost. Its minutes stay held, and no other door comes without force.
    @Test
    void whatARetiredDoorMayHaveGrantedIsNeitherRefusedNorGivenAway() {
        Pair pair = new Pair();
        OperationId walkUp = pair.nextOperation();
        pair.line("12:00").touch(walkUp, book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.loseCopy().door(new DoorInput.Retired(pair.nextOperation()));
        pair.unreadable().logOnly();
        staysHeld(pair, walkUp);
    }

    @Test
    void norIsItByACloudThatWasRestored() {
        Pair pair = new Pair();
        OperationId walkUp = pair.nextOperation();
        pair.line("12:00").backUp();
        pair.touch(walkUp, book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.restore();
        pair.loseCopy().door(new DoorInput.Retired(pair.nextOperation()));
        pair.greet();
        pair.unreadable().logOnly();
        staysHeld(pair, walkUp);
    }

    private static void staysHeld(Pair pair, OperationId walkUp) {
        offer(pair);
        assertThat(pair.ledger().answer(walkUp)).isEmpty();
        assertThat(pair.cloud().understandsAll()).isFalse();
        assertThat(pair.effects())
                .anyMatch(effect -> effect instanceof Effect.Alarm(var kind, var _) && kind.equals("copy-unproven"));
        assertThat(pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), false)))
                .isEqualTo(new Outcome.Halted("door-not-read"));
    }

    /// Seed 2567: a door that has said its last word wants no snapshot, and ended the link with each that came.
    @Test
    void aRetiredDoorIsSentNoSnapshot() {
        Pair pair = new Pair();
        pair.line("12:00");
        pair.door(new DoorInput.Retired(pair.nextOperation()));
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.FEED));
    }

    /// Seed 3275: an older copy of a card knew less of the feed than its door had acknowledged. The cloud sent none of that any more, and the door waited for it for ever.
    @Test
    void aDoorThatKnowsLessOfTheFeedThanItDidIsSentASnapshot() {
        Pair pair = new Pair();
        DoorState card = pair.line("12:00").door();
        pair.ask(book("asked", ASPEN, "14:00", "15:00", Origin.CLOUD));
        pair.sync();
        pair.putIn(card);
        assertThat(pair.greet()).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.SNAPSHOT));
        assertThat(pair.effects())
                .anyMatch(effect -> effect instanceof Effect.Alarm(var kind, var _) && kind.equals("feed-rolled-back"));
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.atDoor("asked")).isEqualTo(pair.atCloud("asked"));
    }

    /// Seed 3709: a door's connection outlived the restore of its cloud, which waited for a greeting that nothing made the door say.
    @Test
    void aRestoredCloudAsksADoorThatGoesOnTalking() {
        Pair pair = new Pair();
        pair.line("12:00").take(pair.snapshot());
        pair.backUp();
        pair.touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync().restore();
        pair.logOnly();
        Digest hourly = Digest.of(pair.door(), LocalDate.parse("2026-03-02")).orElseThrow();
        assertThat(pair.cloud(new CloudInput.DigestArrived(hourly))).isInstanceOfSatisfying(Outcome.Welcomed.class,
                welcomed -> assertThat(welcomed.coming()).isEqualTo(Coming.COPY));
        offer(pair);
        pair.take(pair.snapshot());
        pair.sync();
        assertThat(pair.cloud().at().standing()).isInstanceOf(Standing.Deciding.class);
        assertThat(pair.atCloud("walk-up")).isEqualTo(pair.atDoor("walk-up"));
    }

    /// Seed 3207: an older copy of a card was of an epoch that is over. It was sent the snapshot of the present one, in which its own words were missing, and that was found out with its next word only.
    @Test
    void aCardOfAnEpochThatIsOverIsRolledBackWhereItsWordsOfThePresentOneWereHeard() {
        Pair pair = new Pair();
        DoorState card = pair.line("12:00").door();
        pair.cloud(new CloudInput.DoorReplaced(pair.nextOperation(), true));
        assertThat(pair.greet()).as("it may not have heard of the epoch").isInstanceOf(Outcome.Welcomed.class);
        pair.take(pair.snapshot());
        pair.touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync().putIn(card);
        assertThat(pair.greet()).isEqualTo(new Outcome.Halted("log-rolled-back"));
        assertThat(pair.effects())
                .anyMatch(effect -> effect instanceof Effect.Alarm(var kind, var _) && kind.equals("log-rolled-back"));
    }

    private static void offer(Pair pair) {
        pair.cloud(new CloudInput.CopyOffered(pair.nextOperation(), DoorCopy.of(pair.door())));
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
