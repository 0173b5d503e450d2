package dev.lintel.cloud.booking;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.AnswerDesk.Settled;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import dev.lintel.cloud.web.Outcome;
import dev.lintel.cloud.web.Refusal;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Problem;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What becomes of a wish that cannot be had: equivalents are offered, or with the person's consent the nearest is booked.
///
///     open --declined, with consent--> due --the first that can be had--> moved
///                                       `---five were taken meanwhile, or none is free--> nothing-free
///
/// Booking the equivalent is a transaction of its own, because it may lie on another floor than the one that is held. It
/// happens once all the same: its operation is computed from the wish's, so whoever repeats it, in whichever
/// replica and after whichever crash, gets the first answer; and the wish is settled once.
@Singleton
class WishDesk {

    private static final int ATTEMPTS = 5;
    /// After this the request that asked has surely ended, and the pump takes over.
    private static final Duration REQUEST_ENDS_WITHIN = Duration.ofSeconds(30);
    private static final UUID NO_SESSION = new UUID(0, 0);

    private final Transactions transactions;
    private final BookingDesk bookings;
    private final BookingStore booked;
    private final WishStore wishes;
    private final AlternativeStore alternatives;
    private final Tidings tidings;
    private final AuditStore audit;
    private final InstantSource clock;

    WishDesk(Transactions transactions, BookingDesk bookings, BookingStore booked, WishStore wishes,
            AlternativeStore alternatives, Tidings tidings, AuditStore audit, InstantSource clock) {
        this.transactions = transactions;
        this.bookings = bookings;
        this.booked = booked;
        this.wishes = wishes;
        this.alternatives = alternatives;
        this.tidings = tidings;
        this.audit = audit;
        this.clock = clock;
    }

    Outcome<Settled> book(Caller caller, Operation operation, BookingController.NewBooking wish) {
        var consents = Boolean.TRUE.equals(wish.instead());
        // Kept with the decision: what is refused for its operation id must leave no consent under another's operation.
        var outcome = bookings.book(caller, operation, wish, transaction -> {
            if (consents || wish.seats() != null) {
                wishes.add(transaction, caller.tenant(), operation.id(), caller.person(), wish, clock.instant());
            }
        });
        if (!(outcome instanceof Outcome.Refused<Settled>(Refusal.Rejected(Rejection why, Json.Obj _)))
                || !Alternatives.help(why)) {
            return outcome;
        }
        var moved = consents ? instead(caller, operation.id(), why) : Optional.<Settled>empty();
        return moved.<Outcome<Settled>>map(Outcome::done)
                .orElseGet(() -> Outcome.refused(new Refusal.Rejected(why, beside(caller, operation, wish))));
    }

    /// The request itself carries the consent out; where it was declined by the door meanwhile, whoever is first.
    private Optional<Settled> instead(Caller caller, OperationId op, Rejection why) {
        transactions.inTenant(caller.tenant(), transaction -> wishes.declined(transaction, caller.tenant(), op,
                Optional.empty(), because(why), clock.instant().plus(REQUEST_ENDS_WITHIN)));
        return carryOut(caller.tenant(), op, false)
                .flatMap(id -> find(caller, id) instanceof Outcome.Done<BookingView>(BookingView view)
                        ? Optional.of(new Settled(view, !view.phase().equals("requested")))
                        : Optional.empty());
    }

    static Json.Obj because(Rejection why) {
        return DeedJson.why(Problem.of(why));
    }

    private Json.Obj beside(Caller caller, Operation operation, BookingController.NewBooking wish) {
        var offers = transactions.inTenant(caller.tenant(),
                transaction -> Offer.all(alternatives.of(transaction, caller.tenant(), new BookingId(operation.id().value()),
                        new SpaceId(wish.space()), new Slot(wish.start(), wish.end()), wish.seats(), clock.instant())));
        return Json.object().with("alternatives", Json.array(offers, Offer::json));
    }

    /// A booking, with what is offered in its place where it was declined.
    Outcome<BookingView> find(Caller caller, BookingId id) {
        return bookings.find(caller, id).then(view -> Outcome.done(transactions.inTenant(caller.tenant(), transaction -> {
            // What somebody had wanted, and when, is theirs and the owners' to read.
            var wish = booked.find(transaction, caller.tenant(), id)
                    .filter(found -> caller.isOwner()
                            || found.booking().organiser().equals(Optional.of(caller.person())))
                    .flatMap(found -> wishes.about(transaction, caller.tenant(), id));
            var inPlace = wish.filter(w -> w.instead().equals(Optional.of(id)))
                    .map(w -> new BookingView.InPlaceOf(w.space().value(), w.slot().start(), w.slot().end(),
                            w.because().map(BookingView.Why::of).orElse(null)));
            var instead = wish.filter(w -> w.booking().equals(Optional.of(id))).flatMap(WishStore.Wish::instead);
            return view.with(offers(transaction, caller, view, wish), instead.map(BookingId::value).orElse(null),
                    inPlace.orElse(null));
        })));
    }

    private List<Offer> offers(Handle transaction, Caller caller, BookingView view, Optional<WishStore.Wish> wish) {
        var found = booked.find(transaction, caller.tenant(), new BookingId(view.id()));
        var asked = found.map(BookingStore.Found::booking)
                .filter(booking -> booking.organiser().equals(Optional.of(caller.person())) || caller.isOwner())
                .filter(booking -> booking.phase() instanceof Phase.Declined(Rejection why) && Alternatives.help(why))
                .filter(booking -> booking.slot().end().isAfter(clock.instant()));
        if (asked.isEmpty() || wish.flatMap(WishStore.Wish::instead).isPresent()) {
            return List.of();
        }
        return Offer
                .all(alternatives.of(transaction, caller.tenant(), asked.get().id(), asked.get().space(), asked.get().slot(),
                        wish.map(WishStore.Wish::seats).orElse(null), clock.instant()));
    }

    /// Books the nearest equivalent of a due wish.
    ///
    /// @param tell whether its person has to be told: not while they wait for the answer of their request
    /// @return the booking in its place, also where it was made before
    Optional<BookingId> carryOut(TenantId tenant, OperationId op, boolean tell) {
        var tried = new HashSet<WishStore.Target>();
        for (int i = 0; i <= ATTEMPTS; i++) {
            var wish = transactions.inTenant(tenant, transaction -> aimed(transaction, tenant, op, tell, tried));
            if (wish.isEmpty() || !wish.get().isDue()) {
                return wish.flatMap(WishStore.Wish::instead);
            }
            var now = wish.get();
            var target = now.target().orElseThrow();
            tried.add(target);
            var caller = new Caller(tenant, now.person(), NO_SESSION, Role.MEMBER);
            var outcome = bookings.book(caller, new Operation(derived(op, now.attempt()), true),
                    new BookingController.NewBooking(target.space().value(), target.slot().start(), target.slot().end(),
                            now.title(),
                            null, null));
            switch (outcome) {
                case Outcome.Done<Settled> done -> {
                    return transactions.inTenant(tenant,
                            transaction -> settled(transaction, tenant, now, new BookingId(done.value().booking().id()), tell));
                }
                case Outcome.Refused<Settled> _ -> transactions.inTenant(tenant, transaction -> {
                    wishes.missed(transaction, tenant, op, now.attempt());
                    return true;
                });
            }
        }
        return Optional.empty();
    }

    /// The wish with an equivalent to try, or settled because there is none.
    ///
    /// @param tried what was refused, for a reason that its calendar does not show; the next one may be had
    private Optional<WishStore.Wish> aimed(Handle transaction, TenantId tenant, OperationId op, boolean tell,
            Set<WishStore.Target> tried) {
        var found = wishes.lock(transaction, tenant, op);
        if (found.isEmpty() || !found.get().isDue() || found.get().target().isPresent()) {
            return found;
        }
        var wish = found.get();
        if (!wishes.isHere(transaction, tenant, wish.person())) {
            wishes.settle(transaction, tenant, op, "nothing-free", Optional.empty());
            return Optional.empty();
        }
        var nearest = alternatives.of(transaction, tenant, wish.booking().orElse(new BookingId(op.value())), wish.space(),
                wish.slot(), wish.seats(), clock.instant());
        var next = nearest.stream()
                .map(alternative -> new WishStore.Target(alternative.space().id(), alternative.slot()))
                .filter(target -> !tried.contains(target))
                .findFirst();
        if (next.isEmpty() || wish.attempt() >= ATTEMPTS) {
            wishes.settle(transaction, tenant, op, "nothing-free", Optional.empty());
            if (tell && wish.booking().isPresent()) {
                tidings.declinedForGood(transaction, tenant, wish, Offer.all(nearest));
            }
            return Optional.empty();
        }
        wishes.target(transaction, tenant, op, next.get());
        return wishes.lock(transaction, tenant, op);
    }

    private Optional<BookingId> settled(Handle transaction, TenantId tenant, WishStore.Wish wish, BookingId instead,
            boolean tell) {
        if (wishes.settle(transaction, tenant, wish.op(), "moved", Optional.of(instead))) {
            var detail = Json.object().with("side", "cloud").with("why", wish.because().orElse(Json.object()));
            wish.booking()
                    .ifPresent(id -> audit.add(transaction, tenant, wish.op(), "cloud", "booking-moved-elsewhere",
                            "booking:" + id,
                            detail.with("what", "moved-elsewhere").with("instead", instead.toString()).canonical()));
            audit.add(transaction, tenant, derived(wish.op(), wish.attempt()), "cloud", "booking-in-place-of",
                    "booking:" + instead,
                    detail.with("what", "in-place-of").canonical());
            if (tell) {
                tidings.moved(transaction, tenant, wish, instead);
            }
        }
        return Optional.of(instead);
    }

    /// One operation for each attempt of each wish, the same whoever makes it.
    private static OperationId derived(OperationId op, int attempt) {
        return new OperationId(UUID.nameUUIDFromBytes((op + " instead " + attempt).getBytes(StandardCharsets.UTF_8)));
    }
}
