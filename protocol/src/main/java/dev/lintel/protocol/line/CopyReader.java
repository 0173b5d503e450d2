package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/// How the cloud takes over what a door knows and it does not: after a restore (R16), past an entry it could not read (R10), or where the two differ (R14).
final class CopyReader {

    private final CloudWork work;

    CopyReader(CloudWork work) {
        this.work = work;
    }

    Outcome offered(DoorCopy copy) {
        if (copy.epoch() != work.at().epoch()) {
            return new Outcome.Repeated();
        }
        return switch (work.at().standing()) {
            case Standing.Doubting _ -> remembered(copy);
            case Standing.Deciding _ -> compared(copy);
            case Standing.Stopped stopped -> new Outcome.Halted(stopped.reason());
            case Standing.Ended _ -> work.understandsAll() ? new Outcome.Halted("epoch-ended") : compared(copy);
        };
    }

    private DoorCopy inPlace(DoorCopy copy) {
        work.dropped(copy.bookings().stream().filter(work::outOfPlace).toList());
        return new DoorCopy(copy.epoch(), copy.line(), copy.feed(), copy.log(),
                copy.spaces().stream().filter(space -> !work.ledger().elsewhere(space.id())).toList(),
                copy.bookings().stream().filter(booking -> !work.outOfPlace(booking)).toList(), copy.answers());
    }

    /// R16: what the door knows and this cloud does not, is taken over before anything is decided again.
    private Outcome remembered(DoorCopy offered) {
        if (offered.log().seq() < work.at().log().seq()) {
            return new Outcome.Repeated();
        }
        DoorCopy copy = inPlace(offered);
        if (copy.log().seq() > work.at().log().seq()) {
            work.tell(new Effect.Alarm("log-incomplete", "the door no longer has its entries " + (work.at().log().seq() + 1)
                    + " to " + copy.log().seq() + "; of these only what its copy holds is known"));
        }
        work.at(work.at().withLine(work.at().line().max(copy.line())));
        copy.spaces()
                .stream()
                .filter(space -> work.ledger().space(space.id()).isEmpty())
                .forEach(space -> work.change(new Change.PutSpace(space)));
        copy.bookings()
                .stream()
                .filter(theirs -> !(theirs.phase() instanceof Phase.Requested))
                .filter(theirs -> work.booking(theirs.id()).map(mine -> remembers(mine, theirs)).orElse(true))
                .forEach(this::remember);
        copy.answers().forEach((operation, answer) -> answered(operation, answer, copy));
        work.requests().forEach(this::decided);
        copy.bookings()
                .stream()
                .filter(theirs -> theirs.phase().decided() && work.booking(theirs.id()).filter(theirs::equals).isPresent())
                .forEach(work::clash);
        return goesOn(copy);
    }

    private Outcome goesOn(DoorCopy copy) {
        Epochs epochs = new Epochs(work);
        if (epochs.isClosed()) {
            epochs.hear(copy);
            epochs.end();
            return new Outcome.Halted(work.at().standing().obstacle().orElseThrow());
        }
        // R10: a copy may have been lost, and then what could not be read stands in the door's log alone: it is told again.
        epochs.begin(work.understandsAll() ? copy.log() : work.contained());
        return new Outcome.Applied();
    }

    /// R10, R14: at the same place of the door's log. Before the line the door's version stands, from the line on ours; both are told.
    private Outcome compared(DoorCopy offered) {
        if (!offered.log().equals(work.at().log())) {
            return new Outcome.Repeated();
        }
        DoorCopy copy = inPlace(offered);
        boolean healing = !work.understandsAll();
        boolean still = copy.feed().equals(work.at().feed());
        List<Booking> taken = copy.bookings()
                .stream()
                .filter(theirs -> !(theirs.phase() instanceof Phase.Requested) && doorStands(theirs, healing, still))
                .toList();
        if (!healing && still) {
            missing(copy);
        }
        taken.forEach(work::put);
        copy.answers().forEach((operation, answer) -> answered(operation, answer, copy));
        if (healing) {
            heal(copy);
        }
        taken.stream().filter(theirs -> theirs.phase().decided()).forEach(work::clash);
        return new Outcome.Welcomed(work.at().log().seq() + 1, work.at().feed().seq() + 1,
                healing ? Coming.FEED : Coming.SNAPSHOT);
    }

    /// R10: what could not be read is known from the copy now.
    private void heal(DoorCopy copy) {
        if (work.at().standing() instanceof Standing.Ended) {
            new Epochs(work).hear(copy);
            return;
        }
        work.forget();
        work.change(new Change.Emptied());
    }

    /// What only the cloud has, where the door decides: confirmed means confirmed, so it stays, and it is told like any other difference. Only as far back as the copy reaches.
    private void missing(DoorCopy copy) {
        Set<BookingId> told = copy.bookings().stream().map(Booking::id).collect(Collectors.toSet());
        copy.bookings()
                .stream()
                .map(booking -> booking.slot().start())
                .min(Comparator.naturalOrder())
                .filter(work.at().line()::doorOwns)
                .map(first -> work.ledger().starting(new Slot(first, work.at().line().at())))
                .stream()
                .flatMap(List::stream)
                .filter(mine -> work.line(mine.space()).doorOwns(mine.slot().start()))
                .filter(mine -> mine.phase().decided() && !told.contains(mine.id()))
                .forEach(mine -> work.tell(new Effect.Alarm("booking-differs",
                        "the door has nothing, the cloud has " + words(mine) + "; the cloud's stands")));
    }

    private void decided(Request request) {
        new DoorWishes(work).granted(request.command()).ifPresent(granted -> {
            work.close(request.operation());
            work.answer(request.operation(), granted);
            work.tell(new Effect.Decided(request.operation(), request.command().booking(), granted));
        });
    }

    private void remember(Booking theirs) {
        // R13: what this cloud decided since it was restored, and nobody had said that it was.
        work.booking(theirs.id())
                .filter(mine -> mine.version() == theirs.version() && !arrived(mine, theirs)
                        && Truth.clash(mine, theirs, new BookingEvent.Booked(), true))
                .ifPresent(mine -> work.tell(new Effect.Alarm("clash", "decided twice: " + words(mine) + " by the cloud, "
                        + words(theirs) + " by the door; the door's stands")));
        work.put(theirs);
        if (theirs.phase() instanceof Phase.Departed) {
            work.tell(new Effect.Onward(Crossing.found(theirs), theirs.id()));
        }
    }

    /// A door that once kept minutes for a booking of another floor, and let them go, knows nothing about that booking.
    private static boolean remembers(Booking mine, Booking theirs) {
        boolean letGo = mine.phase() instanceof Phase.Departed && theirs.phase() instanceof Phase.Declined;
        return !letGo && (arrived(mine, theirs) || Truth.later(mine, theirs));
    }

    /// The door it has left told of it, and now the door where it went to: two halves of one decision.
    private static boolean arrived(Booking mine, Booking theirs) {
        return mine.phase() instanceof Phase.Departed(var space, var _) && space.equals(theirs.space())
                && mine.version() == theirs.version();
    }

    /// Whether the door's telling of a booking replaces ours. An older version of a copy that has not read our whole feed is only behind.
    private boolean doorStands(Booking theirs, boolean healing, boolean still) {
        Optional<Booking> mine = work.booking(theirs.id());
        if (mine.filter(m -> m.phase() instanceof Phase.Departed).isPresent()) {
            // It is another floor's by now.
            return false;
        }
        boolean same = mine.map(m -> m.titled(Optional.empty()).equals(theirs.titled(Optional.empty()))).orElse(false);
        boolean newer = mine.map(m -> m.version() < theirs.version() || (healing && Truth.later(m, theirs))).orElse(true);
        // While something is unread here, versions alone tell what is later; and the door may not have read all of ours either.
        if (same || (!newer && (healing || !still))) {
            return false;
        }
        // Past the line a door decides nothing by itself, so what only its disk knows there, nobody has decided.
        boolean stands = work.line(theirs.space()).doorOwns(theirs.slot().start()) || (healing && newer);
        if (!healing) {
            work.tell(new Effect.Alarm("booking-differs", "the door has " + words(theirs) + ", the cloud has "
                    + mine.map(CopyReader::words).orElse("nothing") + "; the " + (stands ? "door's" : "cloud's") + " stands"));
        }
        return stands;
    }

    private static String words(Booking booking) {
        return booking.id() + " version " + booking.version() + " " + booking.slot() + " " + booking.phase().slug();
    }

    /// An operation that was decided before keeps its first answer.
    private void answered(OperationId operation, Answer answer, DoorCopy copy) {
        boolean open = work.answer(operation).map(mine -> mine instanceof Answer.Waiting).orElse(true);
        if (!open || work.isForeign(operation)) {
            return;
        }
        if (answer instanceof Answer.Done(BookingEvent.Held _, Booking kept)) {
            held(operation, kept, copy);
            return;
        }
        Optional<Request> request = work.request(operation);
        if (answer instanceof Answer.Done(BookingEvent.Departed _, Booking left)) {
            work.close(operation);
            work.tell(new Effect.Onward(operation, left.id()));
            return;
        }
        if (request.filter(r -> r.command() instanceof BookingCommand.Depart).isPresent()) {
            work.tell(new Effect.Onward(operation, request.get().command().booking()));
        }
        if (request.isPresent() && answer instanceof Answer.Refused refused
                && request.get().command() instanceof BookingCommand.Book book) {
            work.booking(book.booking())
                    .filter(b -> b.phase() instanceof Phase.Requested)
                    .ifPresent(b -> work.put(b.as(new Phase.Declined(refused.why()))));
        }
        work.close(operation);
        work.answer(operation, answer);
        request.ifPresent(r -> work.tell(new Effect.Decided(operation, r.command().booking(), answer)));
    }

    /// R9: minutes that the door keeps for a booking of another floor, or has kept until that was decided.
    private void held(OperationId operation, Booking kept, DoorCopy copy) {
        Optional<Booking> now = copy.bookings().stream().filter(b -> b.id().equals(kept.id())).findFirst();
        if (now.filter(kept::equals).isPresent()) {
            Booking arriving = work.booking(kept.id())
                    .flatMap(Booking::title)
                    .map(t -> kept.titled(Optional.of(t)))
                    .orElse(kept);
            work.open(new Request(operation, work.nextSeq(),
                    new BookingCommand.Arrive(arriving.as(new Phase.Confirmed()), true), kept.version() - 1, Optional.empty(),
                    kept.madeAt(), Optional.of(new Request.Hold(kept.space(), kept.slot()))));
            work.answer(operation, new Answer.Waiting(Party.DOOR, kept.id()));
            work.tell(new Effect.Onward(operation, kept.id()));
        } else if (work.request(operation).isPresent()) {
            Answer ended = now.isPresent() && !(now.get().phase() instanceof Phase.Declined)
                    ? new Answer.Done(new BookingEvent.Moved(kept.slot()), now.get())
                    : new Answer.Refused(new Rejection.Over(kept.phase().slug()));
            work.close(operation);
            work.answer(operation, ended);
            work.tell(new Effect.Decided(operation, kept.id(), ended));
        }
    }
}
