package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.util.List;
import java.util.Optional;

/// How the cloud reads a door's log: in sequence, once, on one chain (R2).
final class DoorLogReader {

    private static final String DEPARTED = "departed";

    private final CloudWork work;
    private final Moment moment;

    DoorLogReader(CloudWork work, Moment moment) {
        this.work = work;
        this.moment = moment;
    }

    Outcome arrived(Entry entry) {
        Optional<String> stopped = work.at().standing().obstacle();
        if (stopped.isPresent() && !offered()) {
            return new Outcome.Halted(stopped.get());
        }
        Mark cursor = work.at().log();
        if (entry.seq() <= cursor.seq()) {
            boolean same = work.ledger().logHash(entry.seq()).map(entry.hash()::equals).orElse(true);
            return same
                    ? new Outcome.Repeated()
                    : CloudSide.stop(work, "log-fork", "the door sent another entry " + entry.seq() + " than before");
        }
        if (entry.seq() > cursor.seq() + 1) {
            return new Outcome.Gap(cursor.seq() + 1);
        }
        if (!entry.previous().equals(cursor.hash())) {
            return CloudSide.stop(work, "log-fork",
                    "entry " + entry.seq() + " of the door does not follow the one applied before it");
        }
        work.at(work.at().withLog(Mark.of(entry)));
        apply(entry);
        return new Outcome.Applied();
    }

    /// R16: what the door tells a cloud that has forgotten is taken over, and nothing is decided about it.
    private boolean offered() {
        return work.at().standing() instanceof Standing.Doubting;
    }

    private void apply(Entry entry) {
        OperationId operation = entry.head().operation();
        switch (entry.body()) {
            case Body.Happened(var _, Booking booking, var _) when work.outOfPlace(booking) -> work.dropped(List.of(booking));
            case Body.Accepted(var _, Booking booking) when work.outOfPlace(booking) -> work.dropped(List.of(booking));
            case Body.Happened happened -> {
                work.believe(happened.booking(), happened.event(), heard(operation));
                settle(operation, happened.booking().id(), new Answer.Done(happened.event(), happened.booking()));
            }
            case Body.Accepted accepted when accepted.event() instanceof BookingEvent.Held -> held(operation);
            case Body.Accepted accepted when accepted.event() instanceof BookingEvent.Departed -> {
                work.believe(accepted.booking(), accepted.event(), heard(operation));
                departed(operation, accepted.booking().id());
            }
            case Body.Accepted accepted -> {
                work.believe(accepted.booking(), accepted.event(), heard(operation));
                settle(operation, accepted.booking().id(), new Answer.Done(accepted.event(), accepted.booking()));
            }
            case Body.Declined declined -> declined(operation, declined.booking(), declined.why());
            case Body.NotUnderstood(long seq) -> work.request(operation)
                    .filter(r -> r.seq() == seq)
                    .ifPresent(r -> declined(operation, r.command().booking(), new Rejection.NotUnderstood()));
            // Offered again, it was decided once already: the answer is in the door's copy, or it is asked again in the new epoch, or decided where there is none; see [Epochs#end].
            case Body.Proposed _ when offered() -> {
            }
            case Body.Proposed proposed -> new DoorWishes(work).proposed(entry.head(), proposed);
            case Body.Observed _ -> {
            }
            case Body.Late late -> new Epochs(work).late(late.epoch(), late.entry(), moment);
            // R16: its last word, and its copy comes first.
            case Body.Closed _ when offered() -> {
            }
            case Body.Closed _ -> work.at(work.at().withStanding(new Standing.Ended()));
            case Body.Unreadable unreadable -> unreadable(entry, unreadable.kind());
            case Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _ ->
                work.tell(new Effect.Alarm("out-of-place", "a door may not write this kind of entry; it was dropped"));
        }
    }

    /// A decision that was told before is known by its answer.
    private boolean heard(OperationId operation) {
        return !work.isForeign(operation)
                && work.answer(operation).filter(answer -> !(answer instanceof Answer.Waiting)).isPresent();
    }

    /// R7: a request ends with its answer. A door that speaks under an operation of another floor answers nobody there.
    private void settle(OperationId operation, BookingId booking, Answer answer) {
        if (work.isForeign(operation)) {
            work.foreign(operation);
            return;
        }
        work.close(operation);
        work.answer(operation, answer);
        work.tell(new Effect.Decided(operation, booking, answer));
    }

    /// R9: the door keeps the minutes of a booking that is still on another floor.
    private void held(OperationId operation) {
        work.request(operation).ifPresent(request -> {
            if (request.command() instanceof BookingCommand.Arrive && !work.at().crosses()) {
                // It was another version when it wrote that; the one it is now may have lost it already.
                work.refuse(request, new Rejection.NotUnderstood());
            } else if (request.command() instanceof BookingCommand.Arrive arrive) {
                work.open(request.asking(arrive.kept()));
                work.tell(new Effect.Onward(operation, arrive.booking()));
            }
        });
    }

    /// R9: the door has let it go. That is no answer yet: whoever asked hears when it has arrived.
    private void departed(OperationId operation, BookingId booking) {
        work.close(operation);
        work.tell(new Effect.Onward(operation, booking));
    }

    private void declined(OperationId operation, BookingId named, Rejection why) {
        Optional<BookingCommand> asked = work.request(operation).map(Request::command);
        // A request knows which booking it is about; a door that names another one reaches none but that.
        BookingId booking = asked.map(BookingCommand::booking).orElse(named);
        boolean left = why instanceof Rejection.Over(String now) && now.equals(DEPARTED)
                && work.booking(booking).filter(b -> b.phase() instanceof Phase.Departed).isPresent();
        if (left && asked.filter(BookingCommand::crosses).isEmpty()) {
            // R7: what was wished behind a crossing is decided where the booking is now; see [Crossing].
            return;
        }
        if (asked.filter(command -> command instanceof BookingCommand.Depart).isPresent()) {
            work.tell(new Effect.Onward(operation, booking));
        }
        boolean wasNew = asked.filter(command -> command instanceof BookingCommand.Book).isPresent();
        if (wasNew) {
            work.booking(booking)
                    .filter(b -> b.phase() instanceof Phase.Requested)
                    .ifPresent(b -> work.put(b.as(new Phase.Declined(why))));
        }
        settle(operation, booking, new Answer.Refused(why));
    }

    private void unreadable(Entry entry, String kind) {
        work.tell(new Effect.Alarm("not-understood",
                "the door wrote an entry of kind " + kind + " that this version cannot read"));
        if (!work.isForeign(entry.head().operation())
                && work.answer(entry.head().operation()).orElse(null) instanceof Answer.Done done) {
            // Asked again after a rebuild: what it says is known here, and the first answer stays the first.
            new DoorWishes(work).again(entry.head(), done);
        } else if (entry.head().skippable()) {
            work.change(new Change.Park(entry));
        } else {
            work.unreadable(entry.seq(), entry.head());
            work.append(Head.bare(entry.head().operation()), new Body.NotUnderstood(entry.seq()));
        }
    }
}
