package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.Pair.ASPEN;
import static dev.lintel.protocol.line.Pair.book;
import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.identity.OperationId;
import org.junit.jupiter.api.Test;

/// A door's copy is damaged, and somebody touches again what the cloud has answered. Small worlds of seeds 166 and 3900 found that the same touch was refused then.
class LostAnswerStoriesTest {

    @Test
    void whatTheCloudHasGrantedIsGrantedStill() {
        Pair pair = new Pair();
        OperationId touch = pair.nextOperation();
        BookingCommand cancel = new BookingCommand.Cancel(Pair.id("asked"));
        pair.line("12:00").ask(book("asked", ASPEN, "14:00", "15:00", Origin.CLOUD));
        pair.sync().touch(touch, cancel);
        Answer yes = answeredAgain(pair, touch, cancel);
        assertThat(yes).isInstanceOf(Answer.Done.class);
    }

    /// The door did not know yet who had the room; by the time somebody touches again it is free.
    @Test
    void whatTheCloudHasRefusedIsRefusedStill() {
        Pair pair = new Pair();
        OperationId touch = pair.nextOperation();
        BookingCommand late = book("late", ASPEN, "15:30", "16:30", Origin.DOOR);
        pair.line("12:00").ask(book("asked", ASPEN, "15:00", "16:00", Origin.CLOUD));
        pair.touch(touch, late);
        pair.sync().ask(new BookingCommand.Cancel(Pair.id("asked")));
        Answer no = answeredAgain(pair, touch, late);
        assertThat(no).isInstanceOf(Answer.Refused.class);
    }

    /// What the cloud has read and not decided yet is no answer: it comes with the feed.
    @Test
    void whatWaitsForThisVeryDoorIsDecidedOnce() {
        Pair pair = new Pair();
        OperationId touch = pair.nextOperation();
        BookingCommand later = new BookingCommand.Extend(Pair.id("asked"), Pair.at("13:00"));
        pair.line("12:00").ask(book("asked", ASPEN, "10:00", "11:00", Origin.CLOUD));
        pair.sync().touch(touch, later);
        pair.logOnly();
        assertThat(pair.ledger().answer(touch)).containsInstanceOf(Answer.Waiting.class);
        rebuilt(pair);
        assertThat(pair.door().answer(touch)).isEqualTo(pair.ledger().answer(touch)).containsInstanceOf(Answer.Done.class);
        assertThat(pair.door().requests()).isEmpty();
    }

    /// An older cloud tells no answers; that it said yes to a booking, the booking says itself.
    @Test
    void whatAnOlderCloudHasGrantedStandsInItsSnapshot() {
        Pair pair = new Pair();
        OperationId touch = pair.nextOperation();
        BookingCommand late = book("late", ASPEN, "15:30", "16:30", Origin.DOOR);
        pair.line("12:00").touch(touch, late);
        pair.sync().loseCopy().greet();
        Snapshot s = pair.snapshot();
        pair.take(new Snapshot(s.epoch(), s.generation(), s.line(), s.feed(), s.log(), s.before(), s.spaces(), s.names(),
                s.bookings(), s.requests()));
        assertThat(pair.touch(touch, late)).isInstanceOf(Answer.Done.class);
    }

    private static Answer answeredAgain(Pair pair, OperationId touch, BookingCommand command) {
        pair.sync();
        Answer first = pair.door().answer(touch).orElseThrow();
        rebuilt(pair);
        assertThat(pair.touch(touch, command)).isEqualTo(first);
        return first;
    }

    private static void rebuilt(Pair pair) {
        pair.loseCopy().greet();
        pair.take(pair.snapshot());
        pair.sync();
    }
}
