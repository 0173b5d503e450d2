package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.at;
import static dev.lintel.protocol.line.Pair.book;
import static dev.lintel.protocol.line.Pair.id;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.OperationId;
import org.junit.jupiter.api.Test;

class LineStoriesTest {

    private final Pair pair = new Pair();

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
}
