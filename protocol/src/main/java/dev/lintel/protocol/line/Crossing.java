package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Obstacles;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// R9: a move of a booking to a space of another floor, as the cloud leads it, in steps over both floors.
///
/// ```
/// asked ──► kept at the target ──► asked to leave the source ──► Departed there, Confirmed here
///   │         (Arrive, held)                  (Depart)                  in one step
///   └─refused     └──────────── refused: let go ──┘        the booking stays as it was
/// ```
///
/// Each half is decided by the owner of its minutes: the cloud at once where it is the cloud, else the floor's door, which is asked through its feed like for any other wish.
/// Nothing but the source's departure decides whether the booking moves, and it names the place; so a step that was lost is simply taken again, by whoever takes it first.
///
/// The shell locks both floors, in the order of their ids, calls, writes the source's changes and then the target's in one transaction, and calls [#goOn] again after each [Effect.Onward].
public final class Crossing {

    private final Chain chain;

    public Crossing(Chain chain) {
        this.chain = chain;
    }

    /// One of the two floors, as it is under its lock.
    public record Side(CloudFloor floor, Ledger ledger) {}

    /// What one step did to each.
    public record Step(CloudStep source, CloudStep target, Outcome outcome) {}

    /// The two floors in the making, and the wish.
    private record Way(CloudWork from, CloudWork to, OperationId operation, Moment moment) {

        Optional<String> obstacle() {
            return from.at().standing().obstacle().or(() -> to.at().standing().obstacle());
        }

        Decision arrival(BookingCommand.Arrive arrive) {
            return new BookingRules(to::space, to.everything(), moment).decide(to.booking(arrive.booking()), arrive);
        }

        Decision departure(Booking booking, BookingCommand.Depart depart) {
            return new BookingRules(from::space, from.everything(), moment).decide(Optional.of(booking), depart);
        }

        boolean ownsStart(Booking booking) {
            return !from.line(booking.space()).doorOwns(booking.slot().start());
        }
    }

    /// A person's wish, made where the booking is.
    public Step asked(Side source, Side target, OperationId operation, BookingCommand.Move move, Moment moment) {
        Way way = way(source, target, operation, moment);
        Optional<Answer> first = way.to().answer(operation);
        if (first.isPresent()) {
            return end(way, new Outcome.Answered(first.get()));
        }
        Optional<String> stopped = way.obstacle();
        if (stopped.isPresent()) {
            return end(way, new Outcome.Answered(new Answer.Refused(new Rejection.FloorStopped(stopped.get()))));
        }
        Answer answer = begin(way, move);
        if (!(answer instanceof Answer.Waiting)) {
            way.to().answer(operation, answer);
        }
        return end(way, new Outcome.Answered(answer));
    }

    /// The next step of a move that is under way, where there is one. Never harmful: asked for nothing, it does nothing.
    public Step goOn(Side source, Side target, OperationId operation, BookingId booking, Moment moment) {
        Way way = way(source, target, operation, moment);
        Optional<String> stopped = way.obstacle();
        if (stopped.isPresent()) {
            return end(way, new Outcome.Halted(stopped.get()));
        }
        Optional<Request> open = way.to().request(operation);
        if (open.isPresent()) {
            leave(way, open.get());
        } else {
            forgotten(way, booking);
        }
        return end(way, new Outcome.Applied());
    }

    /// The operation of a departure of whose arrival nothing is known any more: the same for whoever finds it.
    public static OperationId found(Booking departed) {
        return new OperationId(UUID.nameUUIDFromBytes(
                ("departed " + departed.id() + " " + departed.version()).getBytes(StandardCharsets.UTF_8)));
    }

    private Way way(Side source, Side target, OperationId operation, Moment moment) {
        return new Way(new CloudWork(source.floor(), source.ledger(), chain),
                new CloudWork(target.floor(), target.ledger(), chain), operation, moment);
    }

    private static Step end(Way way, Outcome outcome) {
        return new Step(way.from().end(outcome), way.to().end(outcome), outcome);
    }

    private static Answer begin(Way way, BookingCommand.Move move) {
        if (!way.from().at().crosses() || !way.to().at().crosses()) {
            return new Answer.Refused(new Rejection.NotUnderstood());
        }
        Optional<Booking> known = way.from().booking(move.booking());
        if (known.isEmpty()) {
            return new Answer.Refused(new Rejection.UnknownBooking(move.booking()));
        }
        Booking booking = known.get();
        // One at a time: what is open about it ends first.
        if (!way.from().about(booking.id()).isEmpty() || !way.to().about(booking.id()).isEmpty()) {
            return new Answer.Refused(new Rejection.Held(booking.slot()));
        }
        if (Math.max(way.from().requestCount(), way.to().requestCount()) >= Limits.OPEN_REQUESTS) {
            return new Answer.Refused(new Rejection.TooManyRequests(Limits.OPEN_REQUESTS));
        }
        if (way.departure(booking, depart(booking.id(), move)) instanceof Decision.Refused(Rejection why)) {
            return new Answer.Refused(why);
        }
        Booking arriving = booking.arriving(move.space(), move.slot());
        BookingCommand.Arrive arrive = new BookingCommand.Arrive(arriving, false);
        if (way.arrival(arrive) instanceof Decision.Refused(Rejection why)) {
            return new Answer.Refused(why);
        }
        Request open = hold(way, arrive);
        way.to().answer(way.operation(), new Answer.Waiting(Party.DOOR, booking.id()));
        leave(way, open);
        return way.to().answer(way.operation()).orElseThrow();
    }

    private static BookingCommand.Depart depart(BookingId booking, BookingCommand.Move move) {
        return new BookingCommand.Depart(booking, move.space(), move.slot());
    }

    /// The target first. What is the cloud's is kept at once, and the door is told so, for the line may pass it; what is the door's, it is asked to keep.
    private static Request hold(Way way, BookingCommand.Arrive arrive) {
        CloudWork to = way.to();
        Booking arriving = arrive.arriving();
        boolean ours = Wish.of(arrive).ownedByCloud(to::line);
        Request open = new Request(way.operation(), to.nextSeq(), ours ? arrive.kept() : arrive, arriving.version() - 1,
                Optional.empty(), way.moment().now(), Optional.of(new Request.Hold(arriving.space(), arriving.slot())));
        Head head = Head.about(way.operation(), arriving);
        to.open(open);
        to.append(head, ours
                ? new Body.Happened(new BookingEvent.Held(), arriving.as(new Phase.Requested(Party.CLOUD)))
                : open.proposal(way.moment().quality().permitsNow()));
        return open;
    }

    /// Then the source. Its departure to this very place is the decision; a refusal lets the target go.
    private static void leave(Way way, Request open) {
        if (!(open.command() instanceof BookingCommand.Arrive arrive) || !arrive.held()) {
            return;
        }
        Booking arriving = arrive.arriving();
        Optional<Booking> known = way.from().booking(arriving.id());
        if (known.filter(now -> isDeparted(now, arriving)).isPresent()) {
            arrive(way, arriving, known.get());
            return;
        }
        if (way.from().request(way.operation()).isPresent()) {
            return;
        }
        if (way.to().answer(way.operation()).orElse(null) instanceof Answer.Refused(Rejection why)) {
            letGo(way, arriving.id(), why);
        } else if (known.isEmpty()) {
            refuse(way, arriving.id(), new Rejection.UnknownBooking(arriving.id()));
        } else {
            askToLeave(way, open, known.get(), new BookingCommand.Depart(arriving.id(), arriving.space(), arriving.slot()));
        }
    }

    private static boolean isDeparted(Booking now, Booking arriving) {
        return now.phase().equals(new Phase.Departed(arriving.space(), arriving.slot()))
                && now.version() == arriving.version();
    }

    private static void askToLeave(Way way, Request open, Booking booking, BookingCommand.Depart depart) {
        CloudWork from = way.from();
        Decision decision = Judgement.of(booking, depart, open.version(), way.departure(booking, depart));
        if (decision instanceof Decision.Refused(Rejection why)) {
            refuse(way, booking.id(), why);
        } else if (!from.about(booking.id()).isEmpty()) {
            // R7: something else about it is under way, and nobody decides past that.
            refuse(way, booking.id(), new Rejection.Held(booking.slot()));
        } else if (way.ownsStart(booking) && decision instanceof Decision.Made made) {
            from.put(made.booking());
            from.append(Head.about(way.operation(), made.booking()), new Body.Happened(made.event(), made.booking()));
            leave(way, open);
        } else {
            Request asking = new Request(way.operation(), from.nextSeq(), depart, open.version(), Optional.empty(),
                    way.moment().now(), Optional.empty());
            from.open(asking);
            from.append(Head.bare(way.operation()), asking.proposal(way.moment().quality().permitsNow()));
        }
    }

    private static void arrive(Way way, Booking arriving, Booking left) {
        CloudWork to = way.to();
        Optional<Slot> taken = to.everything()
                .against(arriving.id(), arriving.space(), arriving.slot())
                .stream()
                .filter(Obstacles.Obstacle::decided)
                .map(Obstacles.Obstacle::slot)
                .findFirst();
        if (taken.isPresent()) {
            lost(way, arriving, new Rejection.Taken(taken.get(), Optional.empty()));
            return;
        }
        BookingEvent moved = new BookingEvent.Moved(left.slot());
        to.close(way.operation());
        to.put(arriving);
        to.append(Head.about(way.operation(), arriving), new Body.Accepted(moved, arriving));
        answered(way, arriving.id(), new Answer.Done(moved, arriving));
        follow(way, way.from().about(arriving.id()));
    }

    /// Only where force or a lost disk has let somebody else in: whoever is confirmed there stays, and the clash is recorded.
    private static void lost(Way way, Booking arriving, Rejection.Taken why) {
        letGo(way, arriving.id(), why);
        way.to().put(arriving.as(new Phase.Declined(why)));
        answered(way, arriving.id(), new Answer.Refused(why));
        way.to()
                .tell(new Effect.Alarm("clash", arriving.id() + " has left for " + arriving.space() + " " + arriving.slot()
                        + ", which was kept for it; somebody else is there: " + why.by()));
    }

    /// R7: a cancellation that was written behind the move is decided where the booking is now; any other wish was about the place that it has left.
    private static void follow(Way way, List<Request> behind) {
        for (Request request : behind) {
            way.from().close(request.operation());
            Answer answer = request.command() instanceof BookingCommand.Cancel cancel
                    ? CloudWishes.ofPeople(way.to(), way.moment()).ask(request.operation(), cancel)
                    : new Answer.Refused(new Rejection.Over("departed"));
            way.to().answer(request.operation(), answer);
            if (!(answer instanceof Answer.Waiting)) {
                way.to().tell(new Effect.Decided(request.operation(), request.command().booking(), answer));
            }
        }
    }

    private static void refuse(Way way, BookingId booking, Rejection why) {
        letGo(way, booking, why);
        answered(way, booking, new Answer.Refused(why));
    }

    private static void letGo(Way way, BookingId booking, Rejection why) {
        way.to().close(way.operation());
        way.to().append(Head.bare(way.operation()), new Body.Declined(booking, why));
    }

    private static void answered(Way way, BookingId booking, Answer answer) {
        way.to().answer(way.operation(), answer);
        way.to().tell(new Effect.Decided(way.operation(), booking, answer));
    }

    /// R16: it has left the source, and this cloud, restored, knows nothing of its arrival: the target is asked again. Where somebody else has it by now, that is a clash, and recorded.
    /// It is asked once; and a door that could not read the question is asked after its update.
    private static void forgotten(Way way, BookingId id) {
        if (way.to().answer(way.operation()).filter(first -> first instanceof Answer.Refused).isPresent()
                || !way.to().at().crosses()) {
            return;
        }
        Optional<Booking> here = way.to().booking(id).filter(b -> !(b.phase() instanceof Phase.Departed));
        Optional<Booking> left = way.from().booking(id);
        if (here.isPresent() || left.isEmpty() || !(left.get().phase() instanceof Phase.Departed(var space, var slot))
                || way.to().space(space).isEmpty()) {
            return;
        }
        Booking gone = left.get();
        Booking arriving = new Booking(gone.id(), space, slot, gone.version(), gone.organiser(), gone.title(), gone.origin(),
                gone.madeAt(), new Phase.Confirmed());
        BookingCommand.Arrive arrive = new BookingCommand.Arrive(arriving, false);
        switch (way.arrival(arrive)) {
            case Decision.Made _ -> leave(way, hold(way, arrive));
            case Decision.Refused(Rejection why) -> {
                answered(way, id, new Answer.Refused(why));
                way.to()
                        .tell(new Effect.Alarm("clash", id + " has left for " + space + " " + slot
                                + ", and this cloud has forgotten that; somebody else is there: " + why.slug()));
            }
        }
    }
}
