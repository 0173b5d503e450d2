package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Obstacles;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.util.List;
import java.util.Optional;

/// How the cloud decides, or proposes, what somebody wishes: a person, or a door that asks for a change.
final class CloudWishes {

    private final CloudWork work;
    private final Obstacles obstacles;
    private final Moment moment;
    private final Party asker;
    private final BookingRules rules;

    private CloudWishes(CloudWork work, Party asker, Obstacles obstacles, Moment moment) {
        this.work = work;
        this.asker = asker;
        this.obstacles = obstacles;
        this.moment = moment;
        this.rules = new BookingRules(work::space, obstacles, moment);
    }

    static CloudWishes ofPeople(CloudWork work, Moment moment) {
        return new CloudWishes(work, Party.CLOUD, work.everything(), moment);
    }

    static CloudWishes ofDoor(CloudWork work, Moment asked) {
        return new CloudWishes(work, Party.DOOR, work.forDoor(), asked);
    }

    /// A person's wish at the cloud (R3, R4, R8, R9).
    Answer ask(OperationId operation, BookingCommand command) {
        // R12: the cloud has no eyes.
        if (command instanceof BookingCommand.Release) {
            return new Answer.Refused(new Rejection.DoorOnly());
        }
        if (command.crosses()) {
            return new Answer.Refused(new Rejection.NotAllowed());
        }
        if (command instanceof BookingCommand.TakeBack) {
            return new Answer.Refused(new Rejection.NothingToUndo());
        }
        Optional<Booking> known = work.booking(command.booking());
        if (command instanceof BookingCommand.Book book) {
            return bookHere(operation, book, known);
        }
        return known.<Answer>map(booking -> change(operation, command, booking, booking.version(), Optional.empty()))
                .orElseGet(() -> new Answer.Refused(new Rejection.UnknownBooking(command.booking())));
    }

    /// R3: from the line on it is ours. R4: before it the door is asked, and our row holds the slot meanwhile.
    private Answer bookHere(OperationId operation, BookingCommand.Book book, Optional<Booking> known) {
        return switch (rules.decide(known, book)) {
            case Decision.Refused refused -> new Answer.Refused(refused.why());
            case Decision.Made made when Wish.of(book).ownedByCloud(work::line) -> done(operation, made);
            case Decision.Made made -> {
                Answer answer = propose(operation, book, 0, Optional.empty(), Optional.empty());
                if (answer instanceof Answer.Waiting) {
                    work.put(made.booking().as(new Phase.Requested(Party.DOOR)));
                }
                yield answer;
            }
        };
    }

    /// A change of an existing booking, asked here or by the door: decided here where every minute of it is ours, else proposed to the door.
    Answer change(OperationId operation, BookingCommand command, Booking booking, int version, Optional<OperationId> behind) {
        List<Request> open = work.about(booking.id());
        Wish wish = Wish.of(booking, command, moment.now());
        if (!open.isEmpty()) {
            return behindOthers(operation, command, wish, version, behind.or(() -> Optional.of(open.getLast().operation())),
                    open);
        }
        Decision decision = judged(booking, command, version);
        return switch (decision) {
            case Decision.Refused refused -> new Answer.Refused(refused.why());
            case Decision.Made made when wish.ownedByCloud(work::line) -> done(operation, made);
            case Decision.Made _ -> propose(operation, command, version, behind, wish.hold());
        };
    }

    /// R7: while something about a booking is undecided, every further wish goes behind it, and there is at most one of each kind.
    private Answer behindOthers(OperationId operation, BookingCommand command, Wish wish, int version,
            Optional<OperationId> behind, List<Request> open) {
        if (open.stream().anyMatch(r -> r.kind() == Request.kind(command) && !(r.command() instanceof BookingCommand.Book))) {
            return new Answer.Refused(new Rejection.Held(wish.target()));
        }
        Optional<Rejection> taken = wish.hold().flatMap(hold -> firstIn(command, hold));
        return taken.<Answer>map(Answer.Refused::new)
                .orElseGet(() -> propose(operation, command, version, behind, wish.hold()));
    }

    private Optional<Rejection> firstIn(BookingCommand command, Request.Hold hold) {
        return obstacles.against(command.booking(), hold.space(), hold.slot())
                .stream()
                .findFirst()
                .map(o -> o.decided() ? new Rejection.Taken(o.slot(), Optional.empty()) : new Rejection.Held(o.slot()));
    }

    /// A new booking that a door asked for in our part: answered here at once, wherever the line is by now (R6).
    Decision forDoor(BookingCommand command, Optional<Booking> known) {
        return rules.decide(known.filter(booking -> !(booking.phase() instanceof Phase.Declined)), command);
    }

    private Decision judged(Booking booking, BookingCommand command, int version) {
        return Judgement.of(booking, command, version, rules.decide(Optional.of(booking), command));
    }

    private Answer done(OperationId operation, Decision.Made made) {
        work.put(made.booking());
        Body said = asker == Party.DOOR
                ? new Body.Accepted(made.event(), made.booking())
                : new Body.Happened(made.event(), made.booking());
        work.append(Head.about(operation, made.booking()), said);
        return new Answer.Done(made.event(), made.booking());
    }

    private Answer propose(OperationId operation, BookingCommand command, int version, Optional<OperationId> behind,
            Optional<Request.Hold> hold) {
        if (work.requestCount() >= Limits.OPEN_REQUESTS) {
            return new Answer.Refused(new Rejection.TooManyRequests(Limits.OPEN_REQUESTS));
        }
        work.open(new Request(operation, work.nextSeq(), command, version, behind, moment.now(), hold));
        Head head = Head.proposing(operation, command, hold);
        work.append(head, new Body.Proposed(command, version, behind, moment.now(), moment.quality().permitsNow()));
        return new Answer.Waiting(Party.DOOR, command.booking());
    }
}
