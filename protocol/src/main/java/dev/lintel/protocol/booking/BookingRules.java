package dev.lintel.protocol.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;
import java.util.Set;
import java.util.function.Function;

/// The one state machine of a booking. Both parties and every screen's preview ask it; nobody else decides.
///
/// Who may decide at all is the line's question and is answered before; what is in the way is handed in.
public final class BookingRules {

    private final Fit fit;
    private final Moment moment;
    private final Set<SpaceId> sensed;

    /// @param moment when the wish was made, by the clock of whoever it was made to
    public BookingRules(Function<SpaceId, Optional<Space>> spaces, Obstacles obstacles, Moment moment) {
        this(spaces, obstacles, moment, Set.of());
    }

    /// @param sensed rooms in which sensors see somebody, where the wish comes from whoever is not there
    public BookingRules(Function<SpaceId, Optional<Space>> spaces, Obstacles obstacles, Moment moment, Set<SpaceId> sensed) {
        this.fit = new Fit(spaces, obstacles, moment);
        this.moment = moment;
        this.sensed = sensed;
    }

    public Decision decide(Optional<Booking> known, BookingCommand command) {
        if (command instanceof BookingCommand.Book book) {
            return known.isPresent() ? refused(new Rejection.AlreadyExists(book.booking())) : book(book);
        }
        if (command instanceof BookingCommand.Arrive arrive) {
            return arrive(known, arrive.arriving());
        }
        if (known.isEmpty()) {
            return refused(new Rejection.UnknownBooking(command.booking()));
        }
        // Nobody has to say that a meeting is over; without a good clock nobody can.
        Booking booking = moment.quality().permitsNow() ? known.get().asOf(moment.now()) : known.get();
        return switch (command) {
            case BookingCommand.Book _,BookingCommand.Arrive _ -> refused(new Rejection.AlreadyExists(booking.id()));
            case BookingCommand.Depart depart -> depart(booking, depart);
            case BookingCommand.Move move -> move(booking, move);
            case BookingCommand.Extend extend -> extend(booking, extend.end());
            case BookingCommand.Shorten shorten -> shorten(booking, shorten.end());
            case BookingCommand.End _ -> end(booking);
            case BookingCommand.Cancel _ -> cancel(booking);
            case BookingCommand.CheckIn _ -> checkIn(booking);
            case BookingCommand.StartEarly _ -> startEarly(booking);
            case BookingCommand.Release release -> release(booking, release);
            case BookingCommand.UndoRelease _ -> undoRelease(booking);
            case BookingCommand.TakeBack back -> takeBack(booking, back);
        };
    }

    private Decision book(BookingCommand.Book book) {
        Optional<Rejection> no = fit.window(book.space(), book.slot());
        if (no.isPresent()) {
            return refused(no.get());
        }
        Booking made = new Booking(book.booking(), book.space(), book.slot(), 1, book.organiser(), book.title(), book.origin(),
                moment.now(), new Phase.Confirmed());
        Optional<Rejection> taken = fit.free(made, book.space(), book.slot());
        if (taken.isPresent()) {
            return refused(taken.get());
        }
        // Whoever books at the panel for now stands in front of the room.
        boolean present = book.origin() == Origin.DOOR && book.slot().contains(moment.now());
        return new Decision.Made(new BookingEvent.Booked(), present ? made.as(new Phase.CheckedIn(moment.now())) : made);
    }

    private Decision move(Booking booking, BookingCommand.Move move) {
        Optional<Rejection> no = standing(booking).or(() -> running(booking))
                .or(() -> fit.window(move.space(), move.slot()))
                .or(() -> fit.free(booking, move.space(), move.slot()));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Moved(booking.slot()),
                        booking.moved(move.space(), move.slot())));
    }

    /// R9: whether it may leave for another floor. What is in the way there, that floor's owner knows.
    private Decision depart(Booking booking, BookingCommand.Depart depart) {
        Optional<Rejection> no = standing(booking).or(() -> running(booking));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Departed(),
                        booking.decided(new Phase.Departed(depart.space(), depart.slot()))));
    }

    /// R9: whether its new window can be kept for a booking that is still on another floor.
    private Decision arrive(Optional<Booking> known, Booking arriving) {
        if (known.filter(here -> here.phase().holds()).isPresent()) {
            return refused(new Rejection.AlreadyExists(arriving.id()));
        }
        Optional<Rejection> no = fit.window(arriving.space(), arriving.slot())
                .or(() -> fit.free(arriving, arriving.space(), arriving.slot()));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Held(), arriving.as(new Phase.Requested(Party.CLOUD))));
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
        Optional<Rejection> no = fit.window(booking.space(), longer)
                .or(() -> fit.free(booking, booking.space(), longer));
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
            case Phase.Departed left -> refused(new Rejection.Over(left.slug()));
            case Phase.Declined no -> refused(new Rejection.Over(no.slug()));
        };
    }

    private Decision attend(Booking booking) {
        Instant opensAt = booking.slot().start().minus(fit.policy(booking.space()).checkInOpens());
        if (moment.quality().permitsNow() && moment.now().isBefore(opensAt)) {
            return refused(new Rejection.CheckInNotOpenYet(opensAt));
        }
        return fit.over(booking.slot())
                .or(() -> closed(booking))
                .<Decision>map(Decision.Refused::new)
                .orElseGet(
                        () -> new Decision.Made(new BookingEvent.CheckedIn(), booking.as(new Phase.CheckedIn(moment.now()))));
    }

    /// A late check-in after a release: whoever came has the room again, unless somebody else took it meanwhile.
    private Decision revive(Booking booking) {
        Optional<Rejection> no = fit.over(booking.slot()).or(() -> closed(booking)).or(() -> had(booking));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.Revived(),
                        booking.decided(new Phase.CheckedIn(moment.now()))));
    }

    /// Whether a booking that gave its minutes back can have the same ones again.
    private Optional<Rejection> had(Booking booking) {
        return fit.open(booking.space()).or(() -> fit.free(booking, booking.space(), booking.slot()));
    }

    /// Most houses take a check-in as long as the booking lasts; some close it.
    private Optional<Rejection> closed(Booking booking) {
        Instant closesAt = checkInClosesAt(booking, fit.policy(booking.space()));
        boolean over = moment.quality().permitsNow() && !moment.now().isBefore(closesAt);
        return over ? Optional.of(new Rejection.CheckInClosed(closesAt)) : Optional.empty();
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
        Optional<Rejection> no = fit.window(booking.space(), earlier)
                .or(() -> fit.free(booking, booking.space(), earlier));
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
        Instant dueAt = releaseDueAt(booking, fit.policy(booking.space()));
        boolean kept = booking.slot().length().compareTo(fit.policy(booking.space()).keptFrom()) >= 0;
        if (kept || moment.now().isBefore(dueAt) || release.evidenceAt().isBefore(dueAt)) {
            return refused(new Rejection.NotReleasable(kept ? booking.slot().end() : dueAt));
        }
        return new Decision.Made(new BookingEvent.Released(), booking.decided(new Phase.Released(moment.now())));
    }

    private Decision undoRelease(Booking booking) {
        if (!(booking.phase() instanceof Phase.Released released)) {
            return refused(new Rejection.NothingToUndo());
        }
        Optional<Rejection> no = within(released.at().plus(Limits.UNDO_RELEASE)).or(() -> fit.over(booking.slot()))
                .or(() -> had(booking));
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.ReleaseUndone(),
                        booking.decided(new Phase.CheckedIn(moment.now()))));
    }

    /// What was done last is taken back while it is fresh, by whoever did it, and only if nothing was decided about the booking since.
    private Decision takeBack(Booking booking, BookingCommand.TakeBack back) {
        // A check-in counts no version, and it is a fact: whoever came after the slip stays.
        boolean cameSince = booking.phase() instanceof Phase.CheckedIn in && in.at().isAfter(back.doneAt());
        if (booking.version() != back.version() || cameSince) {
            return refused(new Rejection.Changed(booking));
        }
        boolean fresh = switch (booking.phase()) {
            case Phase.Confirmed _,Phase.CheckedIn _,Phase.Completed _,Phase.Cancelled _ -> true;
            case Phase.Requested _,Phase.Released _,Phase.Departed _,Phase.Declined _ -> false;
        };
        boolean sensible = back.phase().decided() || back.phase() instanceof Phase.Cancelled;
        if (!fresh || !sensible) {
            return refused(new Rejection.NothingToUndo());
        }
        Booking before = booking.moved(booking.space(), back.slot()).as(back.phase());
        Optional<Rejection> no = within(back.doneAt().plus(Limits.UNDO_TOUCH))
                .or(() -> back.phase().decided() ? had(before) : Optional.empty());
        return no.<Decision>map(Decision.Refused::new)
                .orElseGet(() -> new Decision.Made(new BookingEvent.TakenBack(booking.slot()), before));
    }

    private Optional<Rejection> within(Instant limit) {
        boolean late = moment.quality().permitsNow() && moment.now().isAfter(limit);
        return late ? Optional.of(new Rejection.TooLate(limit)) : Optional.empty();
    }

    /// When a booking may be given back at the earliest; late-made bookings get their grace from when they were made.
    public static Instant releaseDueAt(Booking booking, Policy policy) {
        return later(booking.madeAt(), booking.slot().start()).plus(policy.grace());
    }

    /// Up to when a check-in is taken; late-made bookings get as long from when they were made.
    public static Instant checkInClosesAt(Booking booking, Policy policy) {
        Instant end = booking.slot().end();
        return policy.checkInCloses()
                .map(after -> later(booking.madeAt(), booking.slot().start()).plus(after))
                .filter(at -> at.isBefore(end))
                .orElse(end);
    }

    private static Instant later(Instant one, Instant other) {
        return one.isAfter(other) ? one : other;
    }

    private Optional<Rejection> standing(Booking booking) {
        return booking.phase().decided() ? Optional.empty() : Optional.of(new Rejection.Over(booking.phase().slug()));
    }

    /// A meeting people sit in is never taken away. With a clock nobody trusts, a check-in alone counts as sitting there; and before the start, whom the sensors see.
    private Optional<Rejection> running(Booking booking) {
        if (booking.phase() instanceof Phase.CheckedIn in
                && (!moment.quality().permitsNow() || !moment.now().isBefore(booking.slot().start())
                        || sensed.contains(booking.space()))) {
            return Optional.of(new Rejection.InUse(in.at()));
        }
        return Optional.empty();
    }

    private static Decision refused(Rejection why) {
        return new Decision.Refused(why);
    }
}
