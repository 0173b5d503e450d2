package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// A door's side of the line, as a pure state machine.
///
/// The shell calls [#step], writes exactly the step's changes and entries in one transaction, and only then keeps the next state and answers.
public final class DoorSide {

    private final Chain chain;

    public DoorSide(Chain chain) {
        this.chain = chain;
    }

    public DoorStep step(DoorState state, DoorInput input) {
        DoorWork work = new DoorWork(state, chain);
        Outcome outcome = switch (input) {
            case DoorInput.Touched touched -> touched(work, touched);
            case DoorInput.FeedArrived arrived ->
                new FeedReader(work, arrived.moment(), arrived.sensed()).arrived(arrived.entry(), arrived.known());
            case DoorInput.LogAcknowledged acknowledged -> acknowledged(work, acknowledged);
            case DoorInput.Welcomed welcomed -> welcomed(work, welcomed);
            case DoorInput.Doubted doubted -> doubted(work, doubted.reason());
            case DoorInput.SnapshotArrived arrived -> new Rebuild(work, arrived).arrived();
            case DoorInput.Superseded superseded -> superseded(work, superseded.epoch());
            case DoorInput.Retired retired -> retired(work, retired.operation());
            case DoorInput.Noticed noticed -> noticed(work, noticed);
        };
        return work.end(outcome);
    }

    private static Outcome touched(DoorWork work, DoorInput.Touched touched) {
        Optional<Answer> first = work.state().answer(touched.operation());
        if (first.isPresent()) {
            return new Outcome.Answered(first.get());
        }
        Optional<String> stopped = work.at().standing().obstacle();
        if (stopped.isPresent()) {
            seen(work, touched);
            return new Outcome.Answered(new Answer.Refused(new Rejection.FloorStopped(stopped.get())));
        }
        Answer answer = clock(touched.command(), touched.moment()).<Answer>map(Answer.Refused::new)
                .orElseGet(() -> decide(work, touched));
        work.answer(touched.operation(), answer);
        return new Outcome.Answered(answer);
    }

    /// R11, R14: who came was there, also while nothing can be decided about it. Who asks again and again came once.
    private static void seen(DoorWork work, DoorInput.Touched touched) {
        if (!touched.logged() && touched.command() instanceof BookingCommand.CheckIn checkIn
                && !(work.at().standing() instanceof Standing.Ended)) {
            Optional<SpaceId> space = work.state().booking(checkIn.booking()).map(Booking::space);
            work.append(new Head(touched.operation(), space, Optional.empty(), true),
                    new Body.Observed("check-in", space, touched.moment().now()));
        }
    }

    /// R14: a copy that cannot be trusted decides nothing, proposals included, until a snapshot has come.
    private static Outcome doubted(DoorWork work, String reason) {
        if (!(work.at().standing() instanceof Standing.Deciding)) {
            return new Outcome.Repeated();
        }
        work.at(work.at().withStanding(new Standing.Doubting(reason)));
        work.tell(new Effect.Alarm("copy-unproven", "this door decides nothing until a snapshot has come: " + reason));
        return new Outcome.Applied();
    }

    /// What is relative to now needs a clock that knows now.
    private static Optional<Rejection> clock(BookingCommand command, Moment moment) {
        boolean relative = switch (command) {
            case BookingCommand.Book _,BookingCommand.Extend _,BookingCommand.StartEarly _ -> true;
            case BookingCommand.Move _,BookingCommand.Shorten _,BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.CheckIn _,BookingCommand.Release _,BookingCommand.UndoRelease _,BookingCommand.TakeBack _,BookingCommand.Depart _,BookingCommand.Arrive _ ->
                false;
        };
        return relative && !moment.quality().permitsNow()
                ? Optional.of(new Rejection.ClockUncertain(moment.quality().uncertainty()))
                : Optional.empty();
    }

    private static Answer decide(DoorWork work, DoorInput.Touched touched) {
        BookingCommand command = touched.command();
        if (command.crosses()) {
            return new Answer.Refused(new Rejection.NotAllowed());
        }
        Optional<Booking> known = work.state().booking(command.booking());
        if (command instanceof BookingCommand.Book book) {
            return book(work, touched, book, known);
        }
        if (known.isEmpty()) {
            return new Answer.Refused(new Rejection.UnknownBooking(command.booking()));
        }
        return change(work, touched, known.get());
    }

    /// R5: what ends before the line is decided here and now. R6: anything else is asked of the cloud, and held until it answers.
    private static Answer book(DoorWork work, DoorInput.Touched touched, BookingCommand.Book book, Optional<Booking> known) {
        return switch (work.rules(touched.moment()).decide(known, book)) {
            case Decision.Refused refused -> new Answer.Refused(refused.why());
            case Decision.Made made when work.line(book.space()).before(book.slot()) -> done(work, touched, made);
            case Decision.Made made -> {
                Answer answer = propose(work, touched, 0, Optional.empty(), Optional.empty());
                if (answer instanceof Answer.Waiting) {
                    work.put(made.booking().as(new Phase.Requested(Party.CLOUD)));
                }
                yield answer;
            }
        };
    }

    private static Answer change(DoorWork work, DoorInput.Touched touched, Booking booking) {
        BookingCommand command = touched.command();
        List<Request> open = work.about(booking.id());
        Wish wish = Wish.of(booking, command, touched.moment().now());
        // A check-in is a fact and waits for nothing; everything else about a booking with an open request goes behind that (R7, R11).
        boolean fact = command instanceof BookingCommand.CheckIn && !(booking.phase() instanceof Phase.Requested);
        if (!open.isEmpty() && !fact) {
            return behindOthers(work, touched, booking, wish, open);
        }
        return switch (work.rules(touched.moment()).decide(Optional.of(booking), command)) {
            case Decision.Refused refused -> new Answer.Refused(refused.why());
            case Decision.Made made when wish.ownedByDoor(work::line) -> done(work, touched, made);
            case Decision.Made _ when command instanceof BookingCommand.Release ->
                new Answer.Refused(new Rejection.NotReleasable(booking.slot().end()));
            // By the time the cloud could answer, nobody stands there any more to have it back.
            case Decision.Made _ when command instanceof BookingCommand.TakeBack ->
                new Answer.Refused(new Rejection.NothingToUndo());
            case Decision.Made _ -> propose(work, touched, booking.version(),
                    open.isEmpty() ? Optional.empty() : Optional.of(open.getLast().operation()), wish.hold());
        };
    }

    /// R7: while something about a booking is open, every further wish goes behind it, and there is at most one of each kind.
    private static Answer behindOthers(DoorWork work, DoorInput.Touched touched, Booking booking, Wish wish,
            List<Request> open) {
        BookingCommand command = touched.command();
        boolean onlyNow = command instanceof BookingCommand.Release || command instanceof BookingCommand.TakeBack;
        if (onlyNow || open.stream()
                .anyMatch(r -> r.kind() == Request.kind(command) && !(r.command() instanceof BookingCommand.Book))) {
            return new Answer.Refused(new Rejection.Held(booking.slot()));
        }
        Optional<Answer> taken = wish.hold()
                .flatMap(hold -> work.obstacles().against(booking.id(), hold.space(), hold.slot()).stream().findFirst())
                .map(o -> new Answer.Refused(
                        o.decided() ? new Rejection.Taken(o.slot(), Optional.empty()) : new Rejection.Held(o.slot())));
        return taken.orElseGet(
                () -> propose(work, touched, booking.version(), Optional.of(open.getLast().operation()), wish.hold()));
    }

    private static Answer done(DoorWork work, DoorInput.Touched touched, Decision.Made made) {
        work.put(made.booking());
        work.append(Head.about(touched.operation(), made.booking()),
                new Body.Happened(made.event(), made.booking(), touched.by()));
        return new Answer.Done(made.event(), made.booking());
    }

    private static Answer propose(DoorWork work, DoorInput.Touched touched, int version, Optional<OperationId> behind,
            Optional<Request.Hold> hold) {
        if (work.state().requestCount() >= Limits.OPEN_REQUESTS) {
            return new Answer.Refused(new Rejection.TooManyRequests(Limits.OPEN_REQUESTS));
        }
        BookingCommand command = touched.command();
        OperationId operation = touched.operation();
        Moment moment = touched.moment();
        work.change(
                new Change.PutRequest(new Request(operation, work.nextSeq(), command, version, behind, moment.now(), hold)));
        Head head = Head.proposing(operation, command, hold);
        work.append(head, new Body.Proposed(command, version, behind, moment.now(), moment.quality().permitsNow(),
                touched.by()));
        return new Answer.Waiting(Party.CLOUD, command.booking());
    }

    private static Outcome acknowledged(DoorWork work, DoorInput.LogAcknowledged acknowledged) {
        Mark mark = acknowledged.mark();
        if (!isOurs(work.at(), mark, acknowledged.ours())) {
            return stop(work, "log-fork", "the cloud acknowledged another log than the one written here");
        }
        if (mark.seq() <= work.at().logAcked().seq()) {
            return new Outcome.Repeated();
        }
        work.at(work.at().withLogAcked(mark));
        return new Outcome.Applied();
    }

    /// R2: of what was tidied away, its acknowledgement is what is left; told again, that is no other log.
    private static boolean isOurs(DoorPosition at, Mark mark, Optional<Hash> kept) {
        boolean known = mark.seq() < at.logAcked().seq() || mark.equals(at.logAcked()) || mark.equals(at.log());
        return mark.seq() == 0 || (mark.seq() <= at.log().seq() && kept.map(mark.hash()::equals).orElse(known));
    }

    private static Outcome welcomed(DoorWork work, DoorInput.Welcomed welcomed) {
        if (work.at().generation().equals(Optional.of(welcomed.generation()))) {
            return new Outcome.Repeated();
        }
        work.at(work.at().withGeneration(welcomed.generation()));
        return new Outcome.Applied();
    }

    /// R13: another door may have the floor by now, so what is confirmed here once this is known would be a promise to nobody.
    ///
    /// Who comes is still written down and told. A snapshot of a later epoch, which only the floor's door gets, sets this one right; one of the epoch that is over does not.
    private static Outcome superseded(DoorWork work, long epoch) {
        Standing standing = work.at().standing();
        boolean over = standing instanceof Standing.Stopped || standing instanceof Standing.Ended;
        if (over || epoch != work.at().epoch()) {
            return new Outcome.Repeated();
        }
        if (work.state().untold()) {
            askFirst(work);
        }
        return stop(work, Standing.SUPERSEDED, "the cloud says that another epoch of this floor is in force");
    }

    private static Outcome retired(DoorWork work, OperationId operation) {
        if (work.at().standing() instanceof Standing.Ended) {
            return new Outcome.Repeated();
        }
        if (work.state().untold()) {
            askFirst(work);
        }
        work.append(Head.bare(operation), new Body.Closed());
        work.at(work.at().withStanding(new Standing.Ended()));
        return new Outcome.Applied();
    }

    /// R13: what this door has asked for in the epoch before would be asked again with the next snapshot, which may never come any more.
    private static void askFirst(DoorWork work) {
        work.state()
                .requests()
                .filter(request -> work.state().answer(request.operation()).orElse(null) instanceof Answer.Waiting)
                .sorted(Comparator.comparingLong(Request::seq))
                .forEach(request -> {
                    work.change(new Change.PutRequest(request.numbered(work.nextSeq())));
                    work.append(Head.proposing(request.operation(), request.command(), request.hold()), request.proposal(true));
                });
    }

    /// After the last word there is none, not even about a broken lamp.
    private static Outcome noticed(DoorWork work, DoorInput.Noticed noticed) {
        if (work.at().standing() instanceof Standing.Ended) {
            return new Outcome.Repeated();
        }
        work.append(new Head(noticed.operation(), noticed.space(), Optional.empty(), true),
                new Body.Observed(noticed.kind(), noticed.space(), noticed.moment().now()));
        return new Outcome.Applied();
    }

    static Outcome stop(DoorWork work, String reason, String detail) {
        work.at(work.at().withStanding(new Standing.Stopped(reason)));
        work.tell(new Effect.Alarm(reason, detail));
        return new Outcome.Halted(reason);
    }
}
