package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jdbi.v3.core.Handle;

/// What people ask about bookings.
@Singleton
class BookingDesk {

    /// How long a person waits for the round trip to a door that is there. Longer than this a page feels broken, and
    /// the decision comes by the live feed anyway.
    static final Duration DOOR_ANSWERS_WITHIN = Duration.ofMillis(250);

    private final Transactions transactions;
    private final LineDesk line;
    private final LineStore lines;
    private final BookingStore bookings;
    private final SpaceStore spaces;
    private final OperationStore operations;
    private final Decisions decisions;
    private final CrossingDesk crossings;
    private final InstantSource clock;
    private final IdSource ids;

    BookingDesk(Transactions transactions, LineDesk line, LineStore lines, BookingStore bookings, SpaceStore spaces,
            OperationStore operations, Decisions decisions, CrossingDesk crossings, InstantSource clock, IdSource ids) {
        this.transactions = transactions;
        this.line = line;
        this.lines = lines;
        this.bookings = bookings;
        this.spaces = spaces;
        this.operations = operations;
        this.decisions = decisions;
        this.crossings = crossings;
        this.clock = clock;
        this.ids = ids;
    }

    /// A wish that is ready for the rules: on which floor, and what.
    private record Wish(FloorId floor, BookingCommand command) {}

    /// ```
    /// UnderWay ──► (the move between floors goes on) ──► Answered
    /// ```
    private sealed interface Asked {

        /// @param waits the door decides and is there, so its answer may come any moment
        /// @param shown as the caller may see it, where all that takes was at hand
        record Answered(Answer answer, boolean waits, List<LineDesk.Taken> taken, Optional<BookingView> shown)
                implements
                    Asked {}

        /// It has left the floor where it was looked for, so nothing was decided.
        record UnderWay(BookingId booking) implements Asked {}
    }

    /// A booking, or the wish for one, as its sender may see it.
    ///
    /// @param settled false while the door has not decided yet
    record Settled(BookingView booking, boolean settled) {}

    Outcome<Settled> book(Caller caller, Operation operation, BookingController.NewBooking wish) {
        return book(caller, operation, wish, _ -> {});
    }

    /// @param besides done in the transaction that decides, once the operation is known to be this request's
    Outcome<Settled> book(Caller caller, Operation operation, BookingController.NewBooking wish, Consumer<Handle> besides) {
        if (!wish.start().isBefore(wish.end())) {
            return Outcome.refused(new Refusal.Unprocessable("end", "it is not after the start"));
        }
        var space = new SpaceId(wish.space());
        var slot = new Slot(wish.start(), wish.end());
        return ask(caller, operation, "book", wish, transaction -> {
            var floor = spaces.floorOf(transaction, caller.tenant(), space);
            if (floor.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("space"));
            }
            besides.accept(transaction);
            return Outcome.done(new Wish(floor.get(), new BookingCommand.Book(ids.booking(), space, slot,
                    Optional.of(caller.person()), Optional.ofNullable(wish.title()).filter(title -> !title.isBlank()),
                    Origin.CLOUD)));
        });
    }

    Outcome<Settled> checkIn(Caller caller, Operation operation, BookingId id) {
        return change(caller, operation, "check-in", id, new BookingCommand.CheckIn(id));
    }

    Outcome<Settled> cancel(Caller caller, Operation operation, BookingId id) {
        return change(caller, operation, "cancel", id, new BookingCommand.Cancel(id));
    }

    Outcome<Settled> end(Caller caller, Operation operation, BookingId id) {
        return change(caller, operation, "end", id, new BookingCommand.End(id));
    }

    /// To another window, another room, or another floor.
    Outcome<Settled> move(Caller caller, Operation operation, BookingId id, BookingController.Elsewhere wish) {
        if (!wish.start().isBefore(wish.end())) {
            return Outcome.refused(new Refusal.Unprocessable("end", "it is not after the start"));
        }
        return change(caller, operation, "move", List.of(id, wish), id,
                new BookingCommand.Move(id, new SpaceId(wish.space()), new Slot(wish.start(), wish.end())));
    }

    private Outcome<Settled> change(Caller caller, Operation operation, String kind, BookingId id,
            BookingCommand command) {
        return change(caller, operation, kind, id, id, command);
    }

    private Outcome<Settled> change(Caller caller, Operation operation, String kind, Object request, BookingId id,
            BookingCommand command) {
        return ask(caller, operation, kind, request, transaction -> {
            var found = bookings.find(transaction, caller.tenant(), id);
            if (found.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("booking"));
            }
            if (!mayChange(caller, found.get().booking())) {
                return Outcome.refused(new Refusal.Rejected(new Rejection.NotAllowed()));
            }
            return Outcome.done(new Wish(found.get().floor(), command));
        });
    }

    private static boolean mayChange(Caller caller, Booking booking) {
        return caller.isOwner() || booking.organiser().equals(Optional.of(caller.person()));
    }

    /// The one way of asking: one transaction, then perhaps a short wait for the door.
    private Outcome<Settled> ask(Caller caller, Operation operation, String kind, Object request,
            Function<Handle, Outcome<Wish>> wish) {
        // The same words from somebody else are another request.
        var theirs = caller.person() + " " + request;
        try (var wait = decisions.expect(caller.tenant(), operation.id())) {
            Function<Boolean, Outcome<Asked>> attempt = last -> transactions.inTenant(caller.tenant(), transaction -> {
                if (operation.chosenBySender()
                        && !operations.claim(transaction, caller.tenant(), operation, kind, theirs)
                        && !operations.isRepetition(transaction, caller.tenant(), operation, kind, theirs)) {
                    return Outcome.refused(new Refusal.OperationReused());
                }
                return wish.apply(transaction)
                        .then(ready -> crossed(transaction, caller, operation, ready, last)
                                .orElseGet(() -> decided(transaction, caller, operation, ready, last)));
            });
            return answered(caller, attempt).then(asked -> {
                asked.taken().forEach(line::tell);
                var decision = asked.waits() ? wait.upTo(DOOR_ANSWERS_WITHIN) : Optional.<Answer>empty();
                if (decision.isEmpty() && asked.shown().isPresent()) {
                    return Outcome.done(new Settled(asked.shown().get(), asked.answer() instanceof Answer.Done));
                }
                return shown(caller, decision.orElse(asked.answer()));
            });
        }
    }

    /// Who asks about a booking between two floors is answered by the one where it arrives, not told that it is gone.
    private Outcome<Asked.Answered> answered(Caller caller, Function<Boolean, Outcome<Asked>> attempt) {
        return attempt.apply(false).then(asked -> switch (asked) {
            case Asked.Answered answered -> Outcome.done(answered);
            case Asked.UnderWay(BookingId booking) -> {
                crossings.goOn(caller.tenant(), booking);
                yield attempt.apply(true).then(again -> Outcome.done((Asked.Answered) again));
            }
        });
    }

    private static boolean hasLeft(HeldFloor held, BookingCommand command) {
        return !(command instanceof BookingCommand.Book)
                && held.ledger().booking(command.booking()).filter(b -> b.phase() instanceof Phase.Departed).isPresent();
    }

    /// To another floor, if the move leads there.
    private Optional<Outcome<Asked>> crossed(Handle transaction, Caller caller, Operation operation, Wish wish, boolean last) {
        if (!(wish.command() instanceof BookingCommand.Move move)) {
            return Optional.empty();
        }
        var target = spaces.floorOf(transaction, caller.tenant(), move.space());
        if (target.isEmpty()) {
            return Optional.of(Outcome.refused(new Refusal.NotFound("space")));
        }
        return target.filter(floor -> !floor.equals(wish.floor())).map(floor -> {
            var held = crossings.hold(transaction, caller.tenant(), wish.floor(), floor, operation.id(), move.booking());
            if (!last && hasLeft(held.source(), move)) {
                return Outcome.done(new Asked.UnderWay(move.booking()));
            }
            var crossed = crossings.asked(transaction, caller, held, operation.id(), move);
            return Outcome
                    .done(new Asked.Answered(crossed.answer(), crossed.answer() instanceof Answer.Waiting && held.linked(),
                            crossed.taken(), Optional.empty()));
        });
    }

    private Outcome<Asked> decided(Handle transaction, Caller caller, Operation operation, Wish wish, boolean last) {
        var asked = new CloudInput.Asked(operation.id(), wish.command(), Moment.synchronised(clock.instant()));
        var read = lines.hold(transaction, caller.tenant(), wish.floor(), Wanted.of(List.of(asked)).by(caller.person()));
        if (read.isEmpty()) {
            return Outcome.refused(new Refusal.NotFound("floor"));
        }
        var held = read.get().held();
        if (!last && hasLeft(held, wish.command())) {
            return Outcome.done(new Asked.UnderWay(wish.command().booking()));
        }
        var name = read.get().person();
        var inputs = new ArrayList<CloudInput>();
        if (wish.command() instanceof BookingCommand.Book && name.isPresent()
                && !name.get().told().equals(Optional.of(name.get().name()))) {
            lines.named(transaction, caller.tenant(), wish.floor(), caller.person(), name.get().name());
            inputs.add(new CloudInput.PersonNamed(operation.id(), caller.person(), Optional.of(name.get().name())));
        }
        inputs.add(asked);
        var taken = line.step(transaction, caller.tenant(), held, caller.actor(), inputs);
        if (!(taken.last() instanceof dev.lintel.protocol.line.Outcome.Answered answered)) {
            throw new IllegalStateException("a wish was not answered but " + taken.last());
        }
        var waits = answered.answer() instanceof Answer.Waiting && held.linked();
        return Outcome.done(new Asked.Answered(answered.answer(), waits, List.of(taken),
                view(caller, held, answered.answer(), name.map(LineStore.Name::name))));
    }

    /// The booking as this transaction leaves it, where its organiser is the caller, whose name is at hand.
    private static Optional<BookingView> view(Caller caller, HeldFloor held, Answer answer, Optional<String> callerName) {
        var id = switch (answer) {
            case Answer.Done done -> Optional.of(done.booking().id());
            case Answer.Waiting waiting -> Optional.of(waiting.booking());
            case Answer.Refused _ -> Optional.<BookingId>empty();
        };
        return id.flatMap(held.ledger()::booking)
                .filter(booking -> booking.organiser().equals(Optional.of(caller.person())))
                .flatMap(booking -> held.ledger()
                        .space(booking.space())
                        .map(space -> BookingView.of(
                                new BookingStore.Found(booking, held.floor().at().floor(), callerName), space, caller)));
    }

    private Outcome<Settled> shown(Caller caller, Answer answer) {
        return switch (answer) {
            case Answer.Refused refused -> Outcome.refused(new Refusal.Rejected(refused.why()));
            case Answer.Done done -> find(caller, done.booking().id()).then(view -> Outcome.done(new Settled(view, true)));
            case Answer.Waiting waiting ->
                find(caller, waiting.booking()).then(view -> Outcome.done(new Settled(view, false)));
        };
    }

    Outcome<BookingView> find(Caller caller, BookingId id) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            var found = bookings.find(transaction, caller.tenant(), id);
            var space = found.flatMap(f -> spaces.find(transaction, caller.tenant(), f.booking().space()));
            return found.isEmpty() || space.isEmpty()
                    ? Outcome.refused(new Refusal.NotFound("booking"))
                    : Outcome.done(BookingView.of(found.get().asOf(clock.instant()), space.get().space(), caller));
        });
    }

    Outcome<Page<BookingView>> list(Caller caller, SpaceId id, Instant from, Instant to,
            BookingStore.Cursor after) {
        return transactions.inTenant(caller.tenant(), transaction -> {
            var space = spaces.find(transaction, caller.tenant(), id);
            if (space.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("space"));
            }
            var found = bookings.list(transaction, caller.tenant(), id, from, to, after, Page.SIZE + 1);
            var now = clock.instant();
            var views = found.stream().map(one -> BookingView.of(one.asOf(now), space.get().space(), caller)).toList();
            return Outcome.done(Page.of(views,
                    last -> new BookingStore.Cursor(Objects.requireNonNull(last).start(), last.id()).text()));
        });
    }
}
