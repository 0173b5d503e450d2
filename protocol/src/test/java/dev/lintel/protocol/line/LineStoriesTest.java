package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class LineStoriesTest {

    private final Pair pair = new Pair();

    @Test
    void aReleaseThatADoorOnlyProposesIsDecidedByNobody() {
        pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync();
        OperationId operation = pair.nextOperation();
        Body asked = new Body.Proposed(new BookingCommand.Release(id("review"), at("10:10")), 1, Optional.empty(), at("10:11"),
                true);
        pair.cloud(new CloudInput.LogArrived(Entry.after(pair.cloud().at().log(), Head.bare(operation), asked,
                new Sha256Chain()), Moment.synchronised(at("10:11"))));
        assertThat(pair.ledger().answer(operation)).contains(new Answer.Refused(new Rejection.NotAllowed()));
        assertThat(pair.atCloud("review").phase()).isInstanceOf(Phase.Confirmed.class);
    }

    /// Both name the operation; which of the two entries it was, only the number says.
    @Test
    void whatWasNotUnderstoodIsTheEntryOfThatNumberAndNoOther() {
        pair.line("12:00");
        OperationId asked = pair.nextOperation();
        pair.ask(asked, book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        long other = Objects.requireNonNull(pair.cloud().requests().get(asked)).seq() + 1;
        pair.cloud(new CloudInput.LogArrived(Entry.after(pair.cloud().at().log(), Head.bare(asked),
                new Body.NotUnderstood(other), new Sha256Chain()), Moment.synchronised(at("09:00"))));
        assertThat(pair.cloud().requests()).as("still open").containsKey(asked);
        OperationId wished = pair.nextOperation();
        pair.touch(wished, book("later", ASPEN, "13:00", "14:00", Origin.DOOR));
        long theirs = pair.door().request(wished).orElseThrow().seq() + 1;
        pair.door(new DoorInput.FeedArrived(Entry.after(pair.door().at().feed(), Head.bare(wished),
                new Body.NotUnderstood(theirs), new Sha256Chain()), Optional.empty(), Moment.synchronised(at("09:00"))));
        assertThat(pair.door().request(wished)).as("still open").isPresent();
    }

    @Test
    void anAcknowledgementOfWhatWasTidiedAwayIsOnlyToldAgain() {
        pair.line("12:00").touch(book("first", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.touch(book("second", ASPEN, "09:30", "10:00", Origin.DOOR));
        pair.sync();
        Mark first = Mark.of(pair.log().getFirst());
        assertThat(pair.door(new DoorInput.LogAcknowledged(first, Optional.empty()))).isEqualTo(new Outcome.Repeated());
        assertThat(pair.door(new DoorInput.LogAcknowledged(new Mark(1, new Hash("ab".repeat(32))), Optional.of(first.hash()))))
                .isEqualTo(new Outcome.Halted("log-fork"));
    }

    @Test
    void aBookingBehindTheLineIsConfirmedAtOnceAndReachesTheDoor() {
        assertThat(pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD))).isInstanceOf(Answer.Done.class);
        pair.sync();
        assertThat(pair.atDoor("review")).isEqualTo(pair.atCloud("review"));
    }

    @Test
    void aBookingBeforeTheLineWaitsForTheDoorAndIsThenConfirmed() {
        pair.line("12:00");
        assertThat(pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD)))
                .isEqualTo(new Answer.Waiting(Party.DOOR, id("review")));
        pair.sync();
        assertThat(pair.atCloud("review").phase().slug()).isEqualTo("confirmed");
        assertThat(pair.cloud().requests()).isEmpty();
    }

    @Test
    void walkUpWhileOfflineStandsAndTheRemoteRequestIsDeclined() {
        pair.line("12:00");
        pair.clock("10:00").touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR));
        pair.ask(book("remote", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync();
        assertThat(pair.atCloud("walk-up").phase().slug()).isEqualTo("checked-in");
        assertThat(pair.atCloud("remote").phase().slug()).isEqualTo("declined");
    }

    @Test
    void aRemoteRequestThatReachedTheDoorFirstRefusesTheWalkUp() {
        pair.line("12:00");
        pair.ask(book("remote", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.feedOnly();
        assertThat(pair.touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR)))
                .isInstanceOfSatisfying(Answer.Refused.class,
                        refused -> assertThat(refused.why()).isInstanceOf(Rejection.Taken.class));
    }

    @Test
    void peopleCheckedInBeforeTheRemoteCancellationArrivedStay() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().clock("10:01");
        OperationId cancel = pair.nextOperation();
        pair.ask(cancel, new BookingCommand.Cancel(id("review")));
        pair.touch(new BookingCommand.CheckIn(id("review")));
        pair.sync();
        assertThat(pair.atCloud("review").phase().slug()).isEqualTo("checked-in");
        assertThat(pair.effects()).anySatisfy(effect -> assertThat(effect)
                .isEqualTo(new Effect.Decided(cancel, id("review"), new Answer.Refused(new Rejection.InUse(at("10:01"))))));
    }

    @Test
    void theSameTouchSentTwiceHasOneEffectAndTheSameAnswer() {
        pair.line("12:00");
        OperationId operation = pair.nextOperation();
        Answer first = pair.touch(operation, book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR));
        int written = pair.log().size();
        assertThat(pair.touch(operation, book("walk-up", ASPEN, "09:00", "10:00", Origin.DOOR))).isEqualTo(first);
        assertThat(pair.log()).hasSize(written);
    }

    @Test
    void aWalkUpPastTheLineIsProvisionalUntilTheCloudAnswers() {
        pair.line("09:00").clock("10:00");
        assertThat(pair.touch(book("walk-up", ASPEN, "10:00", "10:30", Origin.DOOR)))
                .isEqualTo(new Answer.Waiting(Party.CLOUD, id("walk-up")));
        pair.sync();
        assertThat(pair.atDoor("walk-up").phase().slug()).isEqualTo("checked-in");
        assertThat(pair.atDoor("walk-up")).isEqualTo(pair.atCloud("walk-up"));
    }

    @Test
    void anEndAtTheDoorFreesTheRestOfTheSlotEverywhere() {
        pair.line("12:00").clock("10:00").touch(book("walk-up", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.clock("10:20").touch(new BookingCommand.End(id("walk-up")));
        pair.sync();
        assertThat(pair.atCloud("walk-up").slot()).isEqualTo(new Slot(at("10:00"), at("10:20")));
        assertThat(pair.atCloud("walk-up").phase().slug()).isEqualTo("completed");
    }

    @Test
    void anExtensionAcrossTheLineIsAskedOfTheCloudAndDecidedByBoth() {
        pair.line("11:00").clock("10:00").touch(book("walk-up", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.sync();
        assertThat(pair.touch(new BookingCommand.Extend(id("walk-up"), at("11:30")))).isInstanceOf(Answer.Waiting.class);
        pair.sync();
        assertThat(pair.atCloud("walk-up").slot()).isEqualTo(new Slot(at("10:00"), at("11:30")));
        assertThat(pair.atDoor("walk-up")).isEqualTo(pair.atCloud("walk-up"));
        assertThat(pair.door().requests()).isEmpty();
        assertThat(pair.cloud().requests()).isEmpty();
    }

    @Test
    void entriesOfADoorThatArriveOutOfTurnAreAskedForAgain() {
        pair.line("12:00");
        pair.touch(book("first", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.touch(book("second", ASPEN, "09:30", "10:00", Origin.DOOR));
        assertThat(pair.cloud(new CloudInput.LogArrived(pair.log().get(1), Moment.synchronised(at("09:00")))))
                .isEqualTo(new Outcome.Gap(1));
    }

    @Test
    void anEntryOfAnotherChainStopsTheDoor() {
        pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        Entry entry = pair.feed().getLast();
        Entry forked = new Entry(entry.seq(), new Hash("ab".repeat(32)), entry.hash(), entry.head(), entry.body());
        assertThat(pair.door(new DoorInput.FeedArrived(forked, Optional.empty(), Moment.synchronised(at("09:00")))))
                .isInstanceOf(Outcome.Halted.class);
        assertThat(pair.touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR))).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void anEntryThatCameBeforeIsAcknowledgedAgainAndDropped() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync();
        assertThat(pair.cloud(new CloudInput.LogArrived(pair.log().getLast(), Moment.synchronised(at("09:00")))))
                .isEqualTo(new Outcome.Repeated());
    }

    @Test
    void aRestoredCardIsNoticedByTheNumberItHasForgotten() {
        pair.line("12:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.sync();
        Greeting forgetful = new Greeting(1, Optional.empty(), pair.door().at().line(), Mark.START, pair.door().at().feed(),
                true,
                Optional.empty(), true);
        assertThat(pair.cloud(new CloudInput.Greeted(forgetful, new Generation(new UUID(7, 1)))))
                .isEqualTo(new Outcome.Halted("log-rolled-back"));
    }

    @Test
    void whenBothAskForTheSameMinutesOfTheOtherExactlyOneGetsThem() {
        pair.line("10:30");
        pair.ask(book("remote", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.touch(book("walk-up", ASPEN, "10:00", "11:00", Origin.DOOR));
        pair.sync();
        assertThat(pair.atCloud("walk-up").phase().slug()).isEqualTo("confirmed");
        assertThat(pair.atCloud("remote").phase().slug()).isEqualTo("declined");
    }

    @Test
    void aRemoteChangeAgainstAnOlderVersionIsDeclinedWithTheBookingAsItIs() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().touch(new BookingCommand.Shorten(id("review"), at("10:45")));
        OperationId operation = pair.nextOperation();
        pair.ask(operation, new BookingCommand.Cancel(id("review")));
        pair.sync();
        assertThat(pair.door().answer(operation)).contains(new Answer.Refused(new Rejection.Changed(pair.atDoor("review"))));
    }

    @Test
    void anExtensionIsNeverInItsOwnWay() {
        pair.line("12:00").clock("09:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        assertThat(pair.touch(new BookingCommand.Extend(id("walk-up"), at("10:00")))).isInstanceOf(Answer.Done.class);
    }

    @Test
    void anExtensionAgainstTheNextBookingNamesTheLatestPossibleEnd() {
        pair.line("12:00").clock("09:00").touch(book("walk-up", ASPEN, "09:00", "09:30", Origin.DOOR));
        pair.touch(book("next", ASPEN, "10:00", "10:30", Origin.DOOR));
        assertThat(pair.touch(new BookingCommand.Extend(id("walk-up"), at("10:15"))))
                .isEqualTo(
                        new Answer.Refused(new Rejection.Taken(new Slot(at("10:00"), at("10:30")), Optional.of(at("10:00")))));
    }

    @Test
    void theLineStandsStillAtTheFirstEntryThatCannotBeRead() {
        pair.ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        Entry entry = pair.feed().getLast();
        pair.door(
                new DoorInput.FeedArrived(
                        new Entry(entry.seq(), entry.previous(), entry.hash(), entry.head(),
                                new Body.Unreadable("later", "{}")),
                        Optional.empty(),
                        Moment.synchronised(at("09:00"))));
        pair.cloud(new CloudInput.GrantDue(pair.nextOperation(), at("12:00"), Duration.ZERO));
        pair.feedOnly();
        assertThat(pair.door().at().line()).isEqualTo(Line.NONE);
        assertThat(pair.touch(book("walk-up", ASPEN, "10:30", "11:00", Origin.DOOR))).isInstanceOf(Answer.Refused.class);
    }

    @Test
    void noGrantIsWrittenWhileOneIsUnacknowledged() {
        pair.cloud(new CloudInput.GrantDue(pair.nextOperation(), at("10:00"), Duration.ZERO));
        assertThat(pair.cloud(new CloudInput.GrantDue(pair.nextOperation(), at("12:00"), Duration.ZERO)))
                .isEqualTo(new Outcome.Repeated());
        pair.sync();
        assertThat(pair.cloud(new CloudInput.GrantDue(pair.nextOperation(), at("12:00"), Duration.ZERO)))
                .isEqualTo(new Outcome.Applied());
    }

    @Test
    void theCloudNeverReleasesANoShow() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().clock("10:30");
        assertThat(pair.ask(new BookingCommand.Release(id("review"), at("10:30"))))
                .isEqualTo(new Answer.Refused(new Rejection.DoorOnly()));
    }

    @Test
    void whoComesLateAfterAReleaseHasTheRoomAgainUnlessItWasTaken() {
        pair.line("12:00").ask(book("review", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().clock("10:12");
        assertThat(pair.touch(new BookingCommand.Release(id("review"), at("10:12")))).isInstanceOf(Answer.Done.class);
        assertThat(pair.clock("10:13").touch(new BookingCommand.CheckIn(id("review")))).isInstanceOfSatisfying(
                Answer.Done.class,
                done -> assertThat(done.event().slug()).isEqualTo("revived"));
        pair.sync();
        assertThat(pair.atCloud("review")).isEqualTo(pair.atDoor("review"));
    }

    @Test
    void aWrongClockNeverConfirmsASlotTwice() {
        pair.line("12:00").ask(book("review", ASPEN, "12:30", "13:00", Origin.CLOUD));
        Moment nextYear = new Moment(at("12:30").plus(Duration.ofDays(365)), new ClockQuality.Bad());
        OperationId operation = pair.nextOperation();
        pair.door(new DoorInput.Touched(operation, book("walk-up", ASPEN, "12:30", "13:00", Origin.DOOR), nextYear));
        assertThat(pair.door().answer(operation)).isPresent()
                .get()
                .isInstanceOfSatisfying(Answer.Refused.class,
                        refused -> assertThat(refused.why()).isInstanceOf(Rejection.ClockUncertain.class));
    }
}
