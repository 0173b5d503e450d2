package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// The door's side of a new epoch: swap the copy, write again what the snapshot does not contain, ask again what is still open.
final class DoorEpochs {

    private final DoorWork work;

    DoorEpochs(DoorWork work) {
        this.work = work;
    }

    Outcome begun(DoorInput.EpochBegun begun) {
        Snapshot snapshot = begun.snapshot();
        if (snapshot.epoch() <= work.at().epoch() && work.at().feed().seq() > 0) {
            return new Outcome.Repeated();
        }
        List<Request> open = work.state().requests().sorted(Comparator.comparingLong(Request::seq)).toList();
        work.change(new Change.BeginEpoch(snapshot.epoch()));
        work.at(new DoorPosition(work.at().floor(), snapshot.epoch(), Optional.of(snapshot.generation()),
                work.at().line().max(snapshot.line()), Mark.START, Mark.START, Mark.START,
                new Standing.Deciding()));
        snapshot.spaces().forEach(space -> work.change(new Change.PutSpace(space)));
        // What awaits the door comes as a proposal of the new feed and is decided then.
        snapshot.bookings()
                .stream()
                .filter(booking -> !(booking.phase() instanceof Phase.Requested))
                .forEach(work::put);
        for (Entry entry : begun.since()) {
            repeat(entry);
        }
        open.forEach(request -> reopen(request, begun.moment()));
        return new Outcome.Applied();
    }

    /// What this door decided after the snapshot was taken stands, and is told again.
    private void repeat(Entry entry) {
        switch (entry.body()) {
            case Body.Happened happened -> work.put(happened.booking());
            case Body.Accepted accepted -> work.put(accepted.booking());
            case Body.Proposed _,Body.Declined _,Body.NotUnderstood _,Body.Observed _,Body.Closed _,Body.Granted _,Body.SpaceSet _,Body.PersonShown _,Body.Unreadable _ ->
                {
                }
        }
        if (!(entry.body() instanceof Body.Proposed)) {
            work.append(entry.head(), entry.body());
        }
    }

    /// A wish that was answered in a feed entry nobody can send any more is asked again under its old name.
    private void reopen(Request request, Moment moment) {
        OperationId operation = request.operation();
        if (request.command() instanceof BookingCommand.Book book && work.state().booking(book.booking()).isEmpty()) {
            work.put(new Booking(book.booking(), book.space(), book.slot(), 1, book.organiser(), book.title(), book.origin(),
                    request.at(),
                    new Phase.Requested(Party.CLOUD)));
        }
        work.change(new Change.PutRequest(new Request(operation, work.nextSeq(), request.command(), request.version(),
                request.behind(), request.at(), request.hold())));
        Head head = Head.proposing(operation, request.command(), request.hold());
        work.append(head, new Body.Proposed(request.command(), request.version(), request.behind(), request.at(),
                moment.quality().permitsNow()));
    }
}
