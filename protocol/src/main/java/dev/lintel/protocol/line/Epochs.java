package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The cloud's side of what happens when a party's memory is replaced: another door (R13), or a cloud from a backup (R16).
final class Epochs {

    /// The last word was said, but something before it could not be read: the door's copy has to tell first.
    private static final String NOT_READ = "door-not-read";

    private final CloudWork work;

    Epochs(CloudWork work) {
        this.work = work;
    }

    /// R13: only a door that has said its last word, or an administrator's word that it is off, makes room for another.
    Outcome replaced(CloudInput.DoorReplaced replaced) {
        boolean closed = work.at().standing() instanceof Standing.Ended;
        if (!closed && !replaced.forced()) {
            return new Outcome.Halted("door-not-closed");
        }
        if (!work.understandsAll() && !replaced.forced()) {
            return new Outcome.Halted(NOT_READ);
        }
        if (!closed) {
            work.tell(new Effect.Alarm("replaced-by-force",
                    "what the old door of epoch " + work.at().epoch() + " decided and did not send may clash"));
        }
        begin(work.contained());
        return new Outcome.Applied();
    }

    /// R13: without a door the cloud decides everything, also what is still open.
    Outcome removed(CloudInput.DoorRemoved removed) {
        if (!(work.at().standing() instanceof Standing.Ended) && !removed.forced()) {
            return new Outcome.Halted("door-not-closed");
        }
        if (!work.understandsAll() && !removed.forced()) {
            return new Outcome.Halted(NOT_READ);
        }
        List<Request> open = inOrder();
        open.forEach(request -> work.close(request.operation()));
        begin(work.contained());
        // The epoch without a door is the cloud's own, so that none which comes back takes itself for the next one.
        begin(Mark.START);
        work.at(work.at().withLine(Line.NONE));
        work.at(work.at().withCrosses(true));
        open.forEach(request -> decideAlone(request, removed.moment()));
        return new Outcome.Applied();
    }

    private void decideAlone(Request request, Moment moment) {
        BookingRules rules = new BookingRules(work::space, work.everything(), moment);
        if (request.command().crosses()) {
            crossAlone(request, rules);
            return;
        }
        Optional<Booking> known = work.booking(request.command().booking());
        boolean asked = request.command() instanceof BookingCommand.Book;
        Decision decision = rules.decide(asked ? Optional.empty() : known, request.command());
        if (!asked && known.isPresent()) {
            int base = Judgement.base(request.proposal(true), work::answer);
            decision = Judgement.of(known.get(), request.command(), base, decision);
        }
        Answer answer = switch (decision) {
            case Decision.Made made -> {
                work.put(made.booking());
                work.append(Head.about(request.operation(), made.booking()), new Body.Happened(made.event(), made.booking()));
                yield new Answer.Done(made.event(), made.booking());
            }
            case Decision.Refused refused -> {
                known.filter(_ -> asked).ifPresent(b -> work.put(b.as(new Phase.Declined(refused.why()))));
                yield new Answer.Refused(refused.why());
            }
        };
        work.answer(request.operation(), answer);
        work.tell(new Effect.Decided(request.operation(), request.command().booking(), answer));
    }

    /// R9: of a move to another floor either half may be what was open. What is kept already stays kept until the other floor has spoken.
    private void crossAlone(Request request, BookingRules rules) {
        OperationId operation = request.operation();
        BookingId id = request.command().booking();
        Optional<Booking> known = work.booking(id);
        boolean kept = request.command() instanceof BookingCommand.Arrive(Booking _, boolean held) && held;
        Decision decision = rules.decide(known, request.command());
        if (request.command() instanceof BookingCommand.Depart && known.isPresent()) {
            decision = Judgement.of(known.get(), request.command(), request.version(), decision);
        }
        if (!kept && decision instanceof Decision.Refused(Rejection why)) {
            work.answer(operation, new Answer.Refused(why));
            work.tell(new Effect.Decided(operation, id, new Answer.Refused(why)));
        } else if (request.command() instanceof BookingCommand.Arrive arrive) {
            work.open(request.asking(arrive.kept()));
        } else if (decision instanceof Decision.Made made) {
            work.put(made.booking());
            work.append(Head.about(operation, made.booking()), new Body.Happened(made.event(), made.booking()));
        }
        work.tell(new Effect.Onward(operation, id));
    }

    /// R16: this cloud may have forgotten what it decided, so it decides nothing until the floor's door has told.
    Outcome restored(CloudInput.Restored restored) {
        FloorPosition at = work.at().withGeneration(restored.generation());
        // What a fork stopped stays stopped, and a door that has said its last word tells nothing any more.
        boolean over = at.standing() instanceof Standing.Stopped || at.standing() instanceof Standing.Ended;
        work.at(over ? at : at.withStanding(new Standing.Doubting("cloud-restored")));
        return new Outcome.Applied();
    }

    /// R16: this cloud does not even know the epoch that the door is in; whatever it has of logs belongs to an older one.
    void forgotten(long epoch) {
        work.forget();
        work.at(work.at().nextEpoch(epoch, Mark.START));
        work.change(new Change.BeginEpoch(epoch));
    }

    /// R16: whether a cloud that has forgotten has read the door's last word meanwhile.
    boolean isClosed() {
        return work.ledger().logBody(work.at().log().seq()).filter(Body.Closed.class::isInstance).isPresent();
    }

    /// R13, R16: after the last word of a door nobody asks again, so what this cloud has read of its wishes without deciding is decided here. The door held those minutes to its end, so that is as good as it was (R6).
    void end() {
        work.at(work.at().withStanding(new Standing.Deciding()));
        for (Entry entry : work.ledger().unanswered()) {
            if (entry.body() instanceof Body.Proposed proposed && work.answer(entry.head().operation()).isEmpty()) {
                new DoorWishes(work).left(entry.head(), proposed);
            }
        }
        work.at(work.at().withStanding(new Standing.Ended()));
    }

    /// R7, R10: what could not be read of a door that has said its last word is known from its copy now. Whoever wished it was told so in a feed that such a door does not read any more; what its copy knows no answer to is a wish.
    ///
    /// A copy without a room is none, and tells nothing: what may have been confirmed stays held, and another door comes by force alone.
    void hear(DoorCopy copy) {
        if (copy.spaces().isEmpty() && !work.understandsAll()) {
            work.tell(new Effect.Alarm("copy-unproven",
                    "a door that has said its last word has lost its copy; what it wrote and this version cannot read stays held"));
            return;
        }
        work.unread()
                .stream()
                .map(Head::operation)
                .filter(operation -> work.answer(operation).isEmpty())
                .forEach(operation -> work.answer(operation, new Answer.Refused(new Rejection.NotUnderstood())));
        work.forget();
        work.change(new Change.Emptied());
    }

    /// R16: without what the door knows. The door still tells it later, and what then clashes is recorded.
    Outcome waived() {
        if (!(work.at().standing() instanceof Standing.Doubting)) {
            return new Outcome.Repeated();
        }
        work.tell(new Effect.Alarm("waived-by-force",
                "this cloud decides again without knowing what the door has decided since the backup; that may clash"));
        if (isClosed()) {
            end();
        } else {
            begin(work.contained());
        }
        return new Outcome.Applied();
    }

    /// Both logs count from 1 again; what is still open opens the new feed.
    ///
    /// @param contained up to where the door's log of the epoch that ends is contained
    void begin(Mark contained) {
        List<Request> open = inOrder();
        work.forget();
        work.at(work.at().nextEpoch(work.at().epoch() + 1, contained));
        work.change(new Change.BeginEpoch(work.at().epoch()));
        for (Request request : open) {
            // R9: what a door has kept free, the snapshot tells the next one.
            if (request.command() instanceof BookingCommand.Arrive arrive && arrive.held()) {
                continue;
            }
            work.open(request.numbered(work.nextSeq()));
            work.append(Head.proposing(request.operation(), request.command(), request.hold()), request.proposal(true));
        }
    }

    private List<Request> inOrder() {
        return work.requests().sorted(Comparator.comparingLong(Request::seq)).toList();
    }

    /// R13: a late word of a replaced door is never applied. What it decided for people becomes a wish to whoever owns the minutes now; the rest is filed.
    Outcome late(CloudInput.LateArrived late) {
        return late(late.epoch(), late.entry(), late.moment());
    }

    Outcome late(long epoch, Entry entry, Moment moment) {
        OperationId operation = entry.head().operation();
        if (work.answer(operation).isPresent()) {
            return new Outcome.Repeated();
        }
        if (entry.body() instanceof Body.Observed) {
            // R11: a fact is filed, and answers nobody: whoever was only seen may have been taken when asked again.
            late(epoch);
            return new Outcome.Applied();
        }
        Optional<BookingCommand> wish = wish(entry.body());
        Answer answer = work.at().standing().obstacle().isEmpty() && wish.isPresent()
                ? CloudWishes.ofPeople(work, moment).ask(operation, wish.get())
                : new Answer.Refused(new Rejection.SupersededEpoch(epoch));
        work.answer(operation, answer);
        late(epoch);
        return new Outcome.Answered(answer);
    }

    private void late(long epoch) {
        work.tell(new Effect.Alarm("late-word", "an entry of epoch " + epoch + " came after that epoch had ended"));
    }

    private static Optional<BookingCommand> wish(Body body) {
        return switch (body) {
            case Body.Proposed proposed -> Optional.of(proposed.command());
            case Body.Happened(BookingEvent.Booked _, Booking b, var _) ->
                Optional.of(new BookingCommand.Book(b.id(), b.space(), b.slot(), b.organiser(), b.title(), Origin.DOOR));
            case Body.Happened(BookingEvent.Cancelled _, Booking b, var _) -> Optional.of(new BookingCommand.Cancel(b.id()));
            case Body.Happened(BookingEvent.CheckedIn _, Booking b, var _) -> Optional.of(new BookingCommand.CheckIn(b.id()));
            case Body.Happened _,Body.Accepted _,Body.Declined _,Body.NotUnderstood _,Body.Observed _,Body.Late _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.VerifiersSet _,Body.Unreadable _ ->
                Optional.empty();
        };
    }
}
