package dev.lintel.protocol.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// The one state machine of a booking. Both parties and every screen's preview ask it; nobody else decides.
///
/// Who may decide at all is the line's question and is answered before; what is in the way is handed in.
public final class BookingRules {

    private final Function<SpaceId, Optional<Space>> spaces;
    private final Obstacles obstacles;
    private final Moment moment;

    /// @param moment when the wish was made, by the clock of whoever it was made to
    public BookingRules(Function<SpaceId, Optional<Space>> spaces, Obstacles obstacles, Moment moment) {
        this.spaces = spaces;
        this.obstacles = obstacles;
        this.moment = moment;
    }

    public Decision decide(Optional<Booking> known, BookingCommand command) {
        if (command instanceof BookingCommand.Book book) {
            return known.isPresent() ? refused(new Rejection.AlreadyExists(book.booking())) : book(book);
        }
        if (known.isEmpty()) {
            return refused(new Rejection.UnknownBooking(command.booking()));
        }
        Booking booking = known.get();
        return switch (command) {
            case BookingCommand.Book _ -> refused(new Rejection.AlreadyExists(booking.id()));
            case BookingCommand.Move move -> move(booking, move);
            case BookingCommand.Extend extend -> extend(booking, extend.end());
            case BookingCommand.Shorten shorten -> shorten(booking, shorten.end());
            case BookingCommand.End _ -> end(booking);
            case BookingCommand.Cancel _ -> cancel(booking);
            case BookingCommand.CheckIn _ -> checkIn(booking);
            case BookingCommand.StartEarly _ -> startEarly(booking);
            case BookingCommand.Release release -> release(booking, release);
            case BookingCommand.UndoRelease _ -> undoRelease(booking);
        };
    }

    private Decision book(BookingCommand.Book book) {
        Optional<Rejection> no = window(book.space(), book.slot());
        if (no.isPresent()) {
            return refused(no.get());
        }
        Booking made = new Booking(book.booking(), book.space(), book.slot(), 1, book.organiser(), book.title(), book.origin(),
                moment.now(), new Phase.Confirmed());
        Optional<Rejection> taken = free(made, book.space(), book.slot());
        if (taken.isPresent()) {
            return refused(taken.get());
        }
        // Whoever books at the panel for now stands in front of the room.
        boolean present = book.origin() == Origin.DOOR && book.slot().contains(moment.now());
        return new Decision.Made(new BookingEvent.Booked(), present ? made.as(new Phase.CheckedIn(moment.now())) : made);
    }

    private Decision move(Booking booking, BookingCommand.Move move) {
        Optional<Rejection> no = standing(booking).or(() -> running(booking))
                .or(() -> window(move.space(), move.slot()))
                .or(() -> free(booking, move.space(), move.slot()));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Moved(booking.slot()),
                        booking.moved(move.space(), move.slot())));
    }

    private Decision extend(Booking booking, Instant end) {
        Optional<Rejection> over = standing(booking);
        if (over.isPresent()) {
            return refused(over.get());
        }
        if (!end.truncatedTo(ChronoUnit.SECONDS).isAfter(booking.slot().end())) {
            return refused(new Rejection.WrongDirection(end));
        }
        Slot longer = booking.slot().endingAt(end);
        Optional<Rejection> no = window(booking.space(), longer).or(() -> free(booking, booking.space(), longer));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Extended(booking.slot()),
                        booking.moved(booking.space(), longer)));
    }

    private Decision shorten(Booking booking, Instant end) {
        Optional<Rejection> over = standing(booking);
        if (over.isPresent()) {
            return refused(over.get());
        }
        Instant whole = end.truncatedTo(ChronoUnit.SECONDS);
        if (!whole.isBefore(booking.slot().end()) || !whole.isAfter(booking.slot().start())) {
            return refused(new Rejection.WrongDirection(end));
        }
        return new Decision.Made(new BookingEvent.Shortened(booking.slot()),
                booking.moved(booking.space(), booking.slot().endingAt(whole)));
    }

    /// Ending needs no good clock: with an untrusted one the whole slot is kept as used and only the phase changes.
    private Decision end(Booking booking) {
        Optional<Rejection> over = standing(booking);
        if (over.isPresent()) {
            return refused(over.get());
        }
        Instant now = moment.now().truncatedTo(ChronoUnit.SECONDS);
        if (moment.quality().permitsNow() && now.isBefore(booking.slot().start())
                && !(booking.phase() instanceof Phase.CheckedIn)) {
            return refused(new Rejection.NotStarted(booking.slot().start()));
        }
        boolean within = moment.quality().permitsNow() && now.isAfter(booking.slot().start())
                && now.isBefore(booking.slot().end());
        Slot used = within ? booking.slot().endingAt(now) : booking.slot();
        return new Decision.Made(new BookingEvent.Ended(booking.slot()),
                booking.moved(booking.space(), used).as(new Phase.Completed(moment.now())));
    }

    private Decision cancel(Booking booking) {
        Optional<Rejection> no = standing(booking).or(() -> running(booking));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Cancelled(),
                        booking.decided(new Phase.Cancelled(moment.now()))));
    }

    private Decision checkIn(Booking booking) {
        return switch (booking.phase()) {
            case Phase.Confirmed _ -> attend(booking);
            case Phase.CheckedIn in -> refused(new Rejection.AlreadyCheckedIn(in.at()));
            case Phase.Released _ -> revive(booking);
            case Phase.Requested requested -> refused(new Rejection.Over(requested.slug()));
            case Phase.Completed done -> refused(new Rejection.Over(done.slug()));
            case Phase.Cancelled gone -> refused(new Rejection.Over(gone.slug()));
            case Phase.Declined no -> refused(new Rejection.Over(no.slug()));
        };
    }

    private Decision attend(Booking booking) {
        Instant opensAt = booking.slot().start().minus(policy(booking).checkInOpens());
        if (moment.quality().permitsNow() && moment.now().isBefore(opensAt)) {
            return refused(new Rejection.CheckInNotOpenYet(opensAt));
        }
        return over(booking.slot()).<Decision>map(Decision.Refused::new)
                .orElseGet(
                        () -> new Decision.Made(new BookingEvent.CheckedIn(), booking.as(new Phase.CheckedIn(moment.now()))));
    }

    /// A late check-in after a release: whoever came has the room again, unless somebody else took it meanwhile.
    private Decision revive(Booking booking) {
        Optional<Rejection> no = over(booking.slot()).or(() -> open(booking.space()))
                .or(() -> free(booking, booking.space(), booking.slot()));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Revived(),
                        booking.decided(new Phase.CheckedIn(moment.now()))));
    }

    private Decision startEarly(Booking booking) {
        Optional<Rejection> over = standing(booking);
        if (over.isPresent()) {
            return refused(over.get());
        }
        if (!moment.quality().permitsNow()) {
            return refused(new Rejection.ClockUncertain(moment.quality().uncertainty()));
        }
        Instant now = moment.now().truncatedTo(ChronoUnit.SECONDS);
        if (!now.isBefore(booking.slot().start())) {
            return refused(new Rejection.WrongDirection(now));
        }
        Slot earlier = new Slot(now, booking.slot().end());
        Optional<Rejection> no = window(booking.space(), earlier).or(() -> free(booking, booking.space(), earlier));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.StartedEarly(booking.slot()),
                        booking.moved(booking.space(), earlier).as(new Phase.CheckedIn(moment.now()))));
    }

    private Decision release(Booking booking, BookingCommand.Release release) {
        if (booking.phase() instanceof Phase.CheckedIn in) {
            return refused(new Rejection.InUse(in.at()));
        }
        if (!(booking.phase() instanceof Phase.Confirmed)) {
            return refused(new Rejection.Over(booking.phase().slug()));
        }
        if (!moment.quality().permitsRelease()) {
            return refused(new Rejection.ClockUncertain(moment.quality().uncertainty()));
        }
        Instant dueAt = releaseDueAt(booking, policy(booking));
        boolean kept = booking.slot().length().compareTo(policy(booking).keptFrom()) >= 0;
        if (kept || moment.now().isBefore(dueAt) || release.evidenceAt().isBefore(dueAt)) {
            return refused(new Rejection.NotReleasable(kept ? booking.slot().end() : dueAt));
        }
        return new Decision.Made(new BookingEvent.Released(), booking.decided(new Phase.Released(moment.now())));
    }

    private Decision undoRelease(Booking booking) {
        if (!(booking.phase() instanceof Phase.Released released)) {
            return refused(new Rejection.NothingToUndo());
        }
        if (moment.now().isAfter(released.at().plus(Limits.UNDO_RELEASE))) {
            return refused(new Rejection.TooLate(released.at().plus(Limits.UNDO_RELEASE)));
        }
        Optional<Rejection> no = free(booking, booking.space(), booking.slot());
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.ReleaseUndone(),
                        booking.decided(new Phase.CheckedIn(moment.now()))));
    }

    /// When a booking may be given back at the earliest; late-made bookings get their grace from when they were made.
    public static Instant releaseDueAt(Booking booking, Policy policy) {
        Instant from = booking.madeAt().isAfter(booking.slot().start()) ? booking.madeAt() : booking.slot().start();
        return from.plus(policy.grace());
    }

    /// The longest end up to which the booking's space is free.
    public static Optional<Instant> latestEnd(Booking booking, List<Obstacle> inTheWay) {
        return inTheWay.stream()
                .map(o -> o.slot().start())
                .filter(at -> at.isAfter(booking.slot().end()))
                .min(Comparator.naturalOrder());
    }

    private Optional<Rejection> standing(Booking booking) {
        return booking.phase().decided() ? Optional.empty() : Optional.of(new Rejection.Over(booking.phase().slug()));
    }

    /// A meeting people sit in is never taken away. With a clock nobody trusts, a check-in alone counts as sitting there.
    private Optional<Rejection> running(Booking booking) {
        if (booking.phase() instanceof Phase.CheckedIn in
                && (!moment.quality().permitsNow() || !moment.now().isBefore(booking.slot().start()))) {
            return Optional.of(new Rejection.InUse(in.at()));
        }
        return Optional.empty();
    }

    private Optional<Rejection> window(SpaceId spaceId, Slot slot) {
        Optional<Rejection> closed = open(spaceId);
        if (closed.isPresent()) {
            return closed;
        }
        Policy policy = spaces.apply(spaceId).map(Space::policy).orElse(Policy.USUAL);
        if (slot.length().compareTo(policy.minimum()) < 0) {
            return Optional.of(new Rejection.TooShort(policy.minimum()));
        }
        if (slot.length().compareTo(policy.maximum()) > 0) {
            return Optional.of(new Rejection.TooLong(policy.maximum()));
        }
        Instant latest = moment.now().plus(policy.ahead());
        if (moment.quality().permitsNow() && slot.end().isAfter(latest)) {
            return Optional.of(new Rejection.TooFarAhead(latest));
        }
        return over(slot);
    }

    private Optional<Rejection> open(SpaceId spaceId) {
        Optional<Space> space = spaces.apply(spaceId);
        if (space.isEmpty()) {
            return Optional.of(new Rejection.UnknownSpace(spaceId));
        }
        return space.get().closed().map(reason -> new Rejection.RoomClosed(spaceId, reason));
    }

    private Optional<Rejection> over(Slot slot) {
        boolean past = moment.quality().permitsNow() && !slot.end().isAfter(moment.now());
        return past ? Optional.of(new Rejection.TooLate(slot.end())) : Optional.empty();
    }

    private Optional<Rejection> free(Booking booking, SpaceId space, Slot slot) {
        Duration buffer = spaces.apply(space).map(s -> s.policy().buffer()).orElse(Duration.ZERO);
        Slot wide = new Slot(slot.start().minus(buffer), slot.end().plus(buffer));
        List<Obstacle> found = obstacles.against(booking.id(), space, wide);
        Optional<Obstacle> decided = found.stream().filter(Obstacle::decided).min(Comparator.comparing(o -> o.slot().start()));
        if (decided.isPresent()) {
            return Optional.of(new Rejection.Taken(decided.get().slot(), latestEnd(booking, found)));
        }
        return found.stream().min(Comparator.comparing(o -> o.slot().start())).map(o -> new Rejection.Held(o.slot()));
    }

    private Policy policy(Booking booking) {
        return spaces.apply(booking.space()).map(Space::policy).orElse(Policy.USUAL);
    }

    private static Decision refused(Rejection why) {
        return new Decision.Refused(why);
    }
}
