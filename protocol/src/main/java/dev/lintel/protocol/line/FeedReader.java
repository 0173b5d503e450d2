package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.util.Optional;
import java.util.Set;

/// How a door reads the cloud's feed: in sequence, once, on one chain (R2).
final class FeedReader {

    private final DoorWork work;
    private final Moment moment;
    private final Set<SpaceId> sensed;

    FeedReader(DoorWork work, Moment moment, Set<SpaceId> sensed) {
        this.work = work;
        this.moment = moment;
        this.sensed = sensed;
    }

    Outcome arrived(Entry entry, Optional<Hash> known) {
        Optional<String> stopped = work.at().standing().obstacle();
        if (stopped.isPresent()) {
            return new Outcome.Halted(stopped.get());
        }
        Mark cursor = work.at().feed();
        if (entry.seq() <= cursor.seq()) {
            Optional<Hash> before = entry.seq() == cursor.seq() ? Optional.of(cursor.hash()) : known;
            boolean same = before.map(entry.hash()::equals).orElse(true);
            return same
                    ? new Outcome.Repeated()
                    : DoorSide.stop(work, "feed-fork", "the cloud sent another entry " + entry.seq() + " than before");
        }
        if (entry.seq() > cursor.seq() + 1) {
            return new Outcome.Gap(cursor.seq() + 1);
        }
        if (!entry.previous().equals(cursor.hash())) {
            return DoorSide.stop(work, "feed-fork",
                    "entry " + entry.seq() + " of the cloud does not follow the one applied before it");
        }
        work.at(work.at().withFeed(Mark.of(entry)));
        apply(entry);
        return new Outcome.Applied();
    }

    private void apply(Entry entry) {
        OperationId operation = entry.head().operation();
        switch (entry.body()) {
            case Body.Granted granted -> granted(granted.line());
            case Body.Happened happened when happened.event() instanceof BookingEvent.Held -> {
                work.keep(happened.booking());
                work.answer(operation, new Answer.Done(happened.event(), happened.booking()));
            }
            case Body.Happened happened -> work.believe(happened.booking());
            case Body.Accepted accepted -> {
                work.believe(accepted.booking());
                settle(operation, accepted.booking().id(), new Answer.Done(accepted.event(), accepted.booking()));
            }
            case Body.Declined declined -> declined(operation, declined.booking(), declined.why());
            case Body.NotUnderstood(long seq) -> work.state()
                    .request(operation)
                    .filter(r -> r.seq() == seq)
                    .ifPresent(r -> declined(operation, r.command().booking(), new Rejection.NotUnderstood()));
            case Body.Proposed proposed -> proposed(entry.head(), proposed);
            case Body.SpaceSet set -> work.change(new Change.PutSpace(set.space()));
            case Body.PersonShown shown -> work.change(new Change.PutName(shown.person(), shown.name()));
            case Body.VerifiersSet set ->
                work.change(new Change.PutVerifiers(set.anew(), set.forgotten(), set.verifiers()));
            case Body.Unreadable unreadable -> unreadable(entry, unreadable.kind());
            case Body.Observed _,Body.Late _,Body.Closed _ ->
                work.tell(new Effect.Alarm("out-of-place", "the cloud may not write this kind of entry; it was dropped"));
        }
    }

    /// R10: never back, and never past something this version could not read.
    private void granted(Line line) {
        if (work.state().understandsAll()) {
            work.at(work.at().withLine(work.at().line().max(line)));
        }
    }

    /// R7: a request ends with its answer.
    private void settle(OperationId operation, BookingId booking, Answer answer) {
        if (work.state().request(operation).isPresent()) {
            work.close(operation);
            work.answer(operation, answer);
            work.tell(new Effect.Decided(operation, booking, answer));
        }
    }

    private void declined(OperationId operation, BookingId booking, Rejection why) {
        boolean wasNew = work.state().request(operation).map(r -> r.command() instanceof BookingCommand.Book).orElse(false);
        if (wasNew || held(operation, booking)) {
            work.state().booking(booking).ifPresent(b -> work.put(b.as(new Phase.Declined(why))));
        }
        settle(operation, booking, new Answer.Refused(why));
    }

    /// R9: whether these minutes were kept for that operation, and no decision has replaced that.
    private boolean held(OperationId operation, BookingId booking) {
        return work.state().answer(operation).orElse(null) instanceof Answer.Done(BookingEvent.Held _, Booking kept)
                && work.state().booking(booking).filter(kept::equals).isPresent();
    }

    /// What the cloud proposes, the door decides, whoever wished it first.
    void proposed(Head head, Body.Proposed proposal) {
        OperationId operation = head.operation();
        Optional<Booking> known = work.state().booking(proposal.command().booking());
        Optional<Answer> first = work.state().answer(operation).filter(answer -> stillGiven(answer, known));
        if (first.isPresent()) {
            answerAgain(head, proposal.command(), first.get(), known);
            return;
        }
        Decision decision = work.rules(moment, sensed).decide(known, proposal.command());
        boolean anew = proposal.command() instanceof BookingCommand.Book || proposal.command() instanceof BookingCommand.Arrive;
        if (known.isPresent() && !anew) {
            int base = Judgement.base(proposal, work.state()::answer);
            decision = Judgement.of(known.get(), proposal.command(), base, decision);
        }
        Answer answer = switch (decision) {
            case Decision.Made made -> {
                work.put(made.booking());
                work.append(Head.about(operation, made.booking()), new Body.Accepted(made.event(), made.booking()));
                yield new Answer.Done(made.event(), made.booking());
            }
            case Decision.Refused refused -> {
                work.append(Head.bare(operation), new Body.Declined(proposal.command().booking(), refused.why()));
                yield new Answer.Refused(refused.why());
            }
        };
        work.close(operation);
        work.answer(operation, answer);
        work.tell(new Effect.Decided(operation, proposal.command().booking(), answer));
    }

    /// Whether an answer is one, and what it gave is still here: a branch of this log that nobody followed has taken its decisions along, not its answers.
    private static boolean stillGiven(Answer answer, Optional<Booking> known) {
        return switch (answer) {
            case Answer.Done done -> known.filter(now -> now.version() >= done.booking().version()).isPresent();
            case Answer.Refused _ -> true;
            case Answer.Waiting _ -> false;
        };
    }

    /// After a new epoch a proposal may come a second time: it gets its first answer, with the booking as it is by now.
    private void answerAgain(Head head, BookingCommand command, Answer first, Optional<Booking> now) {
        switch (first) {
            case Answer.Done done -> work.append(head, new Body.Accepted(done.event(), now.orElse(done.booking())));
            case Answer.Refused refused ->
                work.append(Head.bare(head.operation()), new Body.Declined(command.booking(), refused.why()));
            case Answer.Waiting _ -> {
            }
        }
    }

    private void unreadable(Entry entry, String kind) {
        work.tell(new Effect.Alarm("not-understood",
                "the cloud wrote an entry of kind " + kind + " that this version cannot read"));
        if (entry.head().skippable()) {
            work.change(new Change.Park(entry));
        } else {
            work.change(new Change.PutUnread(entry.seq(), entry.head()));
            work.append(Head.bare(entry.head().operation()), new Body.NotUnderstood(entry.seq()));
        }
    }
}
