package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.store.Bundle;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.store.Turns;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.OperationStore;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.time.Moment;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;

/// The one way of asking: one transaction, then perhaps a short wait for the door.
///
///     (turn on the floor) -> claim the operation, lock the floor and read -> decide and write -> commit -> tell -> (wait) -> show
///
/// Where the floor is known beforehand, as of a booking in a room that this replica has seen, there is a turn to wait for, and
/// the transaction's first trip to the database does all up to the decision.
@Singleton
class AnswerDesk {

    /// How long a person waits for the round trip to a door that is there. Longer than this a page feels broken, and
    /// the decision comes by the live feed anyway.
    static final Duration DOOR_ANSWERS_WITHIN = Duration.ofMillis(250);

    private final Transactions transactions;
    private final Turns turns;
    private final LineDesk line;
    private final LineStore lines;
    private final BookingStore bookings;
    private final SpaceStore spaces;
    private final OperationStore operations;
    private final Decisions decisions;
    private final CrossingDesk crossings;
    private final InstantSource clock;

    AnswerDesk(Transactions transactions, Turns turns, LineDesk line, LineStore lines, BookingStore bookings,
            SpaceStore spaces, OperationStore operations, Decisions decisions, CrossingDesk crossings, InstantSource clock) {
        this.transactions = transactions;
        this.turns = turns;
        this.line = line;
        this.lines = lines;
        this.bookings = bookings;
        this.spaces = spaces;
        this.operations = operations;
        this.decisions = decisions;
        this.crossings = crossings;
        this.clock = clock;
    }

    /// What is asked.
    ///
    /// @param request all that makes it this request and no other
    /// @param known what is wanted, where that needs no look into the database
    /// @param ready what is wanted, found inside the transaction
    record Question(Caller caller, Operation operation, String kind, Object request, Optional<Wish> known,
            Function<Handle, Outcome<Wish>> ready) {}

    /// A wish that is ready for the rules: on which floor, and what.
    record Wish(FloorId floor, BookingCommand command) {}

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

    Outcome<Settled> ask(Question question) {
        var caller = question.caller();
        try (var wait = decisions.expect(caller.tenant(), question.operation().id())) {
            return answered(caller, last -> attempt(question, last)).then(asked -> {
                asked.taken().forEach(line::tell);
                var decision = asked.waits() ? wait.upTo(DOOR_ANSWERS_WITHIN) : Optional.<Answer>empty();
                if (decision.isEmpty() && asked.shown().isPresent()) {
                    return Outcome.done(new Settled(asked.shown().get(), asked.answer() instanceof Answer.Done));
                }
                return shown(caller, decision.orElse(asked.answer()));
            });
        }
    }

    private Outcome<Asked> attempt(Question question, boolean last) {
        var caller = question.caller();
        var operation = question.operation();
        var known = question.known();
        Supplier<Outcome<Asked>> transaction = () -> {
            var first = new Bundle();
            // The same words from somebody else are another request.
            var claim = operations.claim(first, caller.tenant(), operation, question.kind(),
                    caller.person() + " " + question.request());
            var holding = known.map(wish -> lines.holding(caller.tenant(), wish.floor(), wanted(caller, operation, wish)));
            holding.ifPresent(held -> first.and(held.bundle()));
            return transactions.inTenant(caller.tenant(), first, handle -> claim.isOurs(handle)
                    ? question.ready()
                            .apply(handle)
                            .then(wish -> crossed(handle, caller, operation, wish, last)
                                    .orElseGet(() -> decided(handle, caller, operation, wish, holding, last)))
                    : Outcome.refused(new Refusal.OperationReused()));
        };
        return known.isEmpty()
                ? transaction.get()
                : turns.inTime(known.get().floor(), transaction).orElseGet(() -> Outcome.refused(new Refusal.Unavailable()));
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

    private CloudInput.Asked asked(Operation operation, Wish wish) {
        return new CloudInput.Asked(operation.id(), wish.command(), Moment.synchronised(clock.instant()));
    }

    private Wanted wanted(Caller caller, Operation operation, Wish wish) {
        var wanted = Wanted.of(List.of(asked(operation, wish))).by(caller.person());
        return wish.command() instanceof BookingCommand.Book book ? wanted.butNot(book.booking(), fresh(operation)) : wanted;
    }

    /// An id that was made for this request.
    private static Optional<OperationId> fresh(Operation operation) {
        return operation.chosenBySender() ? Optional.empty() : Optional.of(operation.id());
    }

    private Outcome<Asked> decided(Handle transaction, Caller caller, Operation operation, Wish wish,
            Optional<LineStore.Holding> holding, boolean last) {
        var asked = asked(operation, wish);
        var read = holding.map(held -> held.read(transaction))
                .orElseGet(() -> lines.hold(transaction, caller.tenant(), wish.floor(), wanted(caller, operation, wish)));
        if (read.isEmpty()) {
            return Outcome.refused(new Refusal.NotFound("floor"));
        }
        var held = read.get().held();
        if (wish.command() instanceof BookingCommand.Book book) {
            held.ledger().isNew(book.booking());
            fresh(operation).ifPresent(held.ledger()::isNew);
        }
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

}
