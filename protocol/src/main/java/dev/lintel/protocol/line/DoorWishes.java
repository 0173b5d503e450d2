package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import java.util.Optional;

/// What a door asks of the cloud, and what the cloud answers it (R6, R8).
final class DoorWishes {

    private final CloudWork work;

    DoorWishes(CloudWork work) {
        this.work = work;
    }

    /// R16: one that was read while this cloud had forgotten, and that no copy has told the answer of.
    void left(Head head, Body.Proposed proposal) {
        granted(proposal.command()).filter(_ -> !work.isForeign(head.operation()))
                .ifPresentOrElse(answer -> work.answer(head.operation(), answer), () -> proposed(head, proposal));
    }

    /// R16: a booking that stands was granted once, also where whoever granted it has gone and took the answer along, as another door or a card does. Asked again it would be in its own way, and a no take it from whoever has it.
    Optional<Answer> granted(BookingCommand command) {
        return Optional.of(command)
                .filter(asked -> asked instanceof BookingCommand.Book)
                .flatMap(asked -> work.booking(asked.booking()))
                .filter(b -> !(b.phase() instanceof Phase.Requested) && !(b.phase() instanceof Phase.Declined))
                .map(b -> new Answer.Done(new BookingEvent.Booked(), b));
    }

    void proposed(Head head, Body.Proposed proposal) {
        OperationId operation = head.operation();
        if (work.isForeign(operation)) {
            work.foreign(operation);
            work.append(Head.bare(operation), new Body.Declined(proposal.command().booking(), new Rejection.NotAllowed()));
            return;
        }
        Optional<Answer> first = work.answer(operation);
        if (first.isPresent()) {
            answerAgain(head, proposal, first.get());
            return;
        }
        Moment asked = proposal.clockTrusted()
                ? Moment.synchronised(proposal.at())
                : new Moment(proposal.at(), new ClockQuality.Bad());
        // R12: and a release is decided by the door or by nobody.
        if (proposal.command().crosses() || proposal.command() instanceof BookingCommand.Release) {
            answerHere(head, proposal.command(), new Decision.Refused(new Rejection.NotAllowed()));
            return;
        }
        CloudWishes wishes = CloudWishes.ofDoor(work, asked);
        Optional<Booking> known = work.booking(proposal.command().booking());
        boolean revival = known.isPresent() && known.get().phase() instanceof Phase.Released;
        if (proposal.command() instanceof BookingCommand.Book
                || (revival && !(proposal.command() instanceof BookingCommand.Cancel))) {
            answerHere(head, proposal.command(), wishes.forDoor(proposal.command(), known));
            return;
        }
        if (known.isEmpty()) {
            answerHere(head, proposal.command(),
                    new Decision.Refused(new Rejection.UnknownBooking(proposal.command().booking())));
            return;
        }
        changeForDoor(head, proposal, wishes, known.get());
    }

    /// R8: a door's proposal of a change is handled exactly as if it had been made here; what is then proposed to the door, the door decides, and nothing is sent back.
    private void changeForDoor(Head head, Body.Proposed proposal, CloudWishes wishes, Booking booking) {
        int version = Judgement.base(proposal, work::answer);
        int entriesBefore = (int) work.at().feed().seq();
        Answer answer = wishes.change(head.operation(), proposal.command(), booking, version, proposal.behind());
        work.answer(head.operation(), answer);
        if (answer instanceof Answer.Refused refused) {
            work.append(Head.bare(head.operation()), new Body.Declined(booking.id(), refused.why()));
        }
        if (work.at().feed().seq() == entriesBefore) {
            throw new IllegalStateException("a door's proposal must always lead to an entry");
        }
    }

    private void answerHere(Head head, BookingCommand command, Decision decision) {
        switch (decision) {
            case Decision.Made made -> {
                work.put(made.booking());
                work.answer(head.operation(), new Answer.Done(made.event(), made.booking()));
                work.append(Head.about(head.operation(), made.booking()), new Body.Accepted(made.event(), made.booking()));
            }
            case Decision.Refused refused -> {
                work.answer(head.operation(), new Answer.Refused(refused.why()));
                work.append(Head.bare(head.operation()), new Body.Declined(command.booking(), refused.why()));
            }
        }
    }

    private void answerAgain(Head head, Body.Proposed proposal, Answer first) {
        switch (first) {
            case Answer.Done done -> again(head, done);
            case Answer.Refused refused ->
                work.append(Head.bare(head.operation()), new Body.Declined(proposal.command().booking(), refused.why()));
            case Answer.Waiting _ -> {
            }
        }
    }

    void again(Head head, Answer.Done done) {
        Booking now = work.booking(done.booking().id()).orElse(done.booking());
        work.append(Head.about(head.operation(), now), new Body.Accepted(done.event(), now));
    }
}
