package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.booking.AnswerDesk.Question;
import dev.lintel.cloud.booking.AnswerDesk.Settled;
import dev.lintel.cloud.booking.AnswerDesk.Wish;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Page;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.SpaceId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Consumer;
import org.jdbi.v3.core.Handle;

/// What people ask about bookings.
@Singleton
class BookingDesk {

    private final AnswerDesk answers;
    private final Transactions transactions;
    private final BookingStore bookings;
    private final SpaceStore spaces;
    private final InstantSource clock;
    private final IdSource ids;

    BookingDesk(AnswerDesk answers, Transactions transactions, BookingStore bookings, SpaceStore spaces, InstantSource clock,
            IdSource ids) {
        this.answers = answers;
        this.transactions = transactions;
        this.bookings = bookings;
        this.spaces = spaces;
        this.clock = clock;
        this.ids = ids;
    }

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
        var command = new BookingCommand.Book(ids.booking(), space, slot, Optional.of(caller.person()),
                Optional.ofNullable(wish.title()).filter(title -> !title.isBlank()), Origin.CLOUD);
        var known = spaces.remembered(caller.tenant(), space).map(floor -> new Wish(floor, command));
        return answers.ask(new Question(caller, operation, "book", wish, known, transaction -> {
            var floor = spaces.floorOf(transaction, caller.tenant(), space);
            if (floor.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("space"));
            }
            besides.accept(transaction);
            return Outcome.done(new Wish(floor.get(), command));
        }));
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
        return answers.ask(new Question(caller, operation, kind, request, Optional.empty(), transaction -> {
            var found = bookings.find(transaction, caller.tenant(), id);
            if (found.isEmpty()) {
                return Outcome.refused(new Refusal.NotFound("booking"));
            }
            if (!mayChange(caller, found.get().booking())) {
                return Outcome.refused(new Refusal.Rejected(new Rejection.NotAllowed()));
            }
            return Outcome.done(new Wish(found.get().floor(), command));
        }));
    }

    private static boolean mayChange(Caller caller, Booking booking) {
        return caller.isOwner() || booking.organiser().equals(Optional.of(caller.person()));
    }

    Outcome<BookingView> find(Caller caller, BookingId id) {
        return answers.find(caller, id);
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
