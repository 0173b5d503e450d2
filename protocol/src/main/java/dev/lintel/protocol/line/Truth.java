package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;

/// Which of two tellings of one booking is the later one. Decisions about a booking are numbered; a check-in is a fact and adds to the decision it meets.
final class Truth {

    private Truth() {}

    /// True where the told one replaces the known one.
    static boolean later(Booking known, Booking told) {
        return told.version() > known.version()
                || (told.version() == known.version() && !(known.phase() instanceof Phase.Departed)
                        && rank(told.phase()) >= rank(known.phase()));
    }

    /// Whether the told decision was made without the known one, or the known one without it, and whoever decided either is not left with what they were told.
    ///
    /// ```
    /// one number    two decisions, unless the told one only adds that somebody came
    /// told is older  what is new to us was made before ours, and ours without it
    /// told is newer  made of another window than the known one
    /// ```
    ///
    /// @param heard whether the told one was known here before, and is only said again
    static boolean clash(Booking known, Booking told, BookingEvent event, boolean heard) {
        boolean settled = known.phase() instanceof Phase.Requested || known.phase() instanceof Phase.Declined;
        if (settled || (!known.phase().decided() && !told.phase().decided())) {
            return false;
        }
        if (told.version() > known.version()) {
            return known.phase().decided() && !known.slot().equals(from(told, event));
        }
        return told.version() < known.version()
                ? !heard
                : known.phase().decided() != told.phase().decided() || !known.space().equals(told.space())
                        || !known.slot().equals(told.slot());
    }

    /// The window that was decided about.
    private static Slot from(Booking told, BookingEvent event) {
        return switch (event) {
            case BookingEvent.Moved(Slot from) -> from;
            case BookingEvent.Extended(Slot from) -> from;
            case BookingEvent.Shortened(Slot from) -> from;
            case BookingEvent.Ended(Slot from) -> from;
            case BookingEvent.StartedEarly(Slot from) -> from;
            case BookingEvent.TakenBack(Slot from) -> from;
            case BookingEvent.Booked _,BookingEvent.Cancelled _,BookingEvent.CheckedIn _,BookingEvent.Released _,BookingEvent.ReleaseUndone _,BookingEvent.Revived _,BookingEvent.Held _,BookingEvent.Departed _ ->
                told.slot();
        };
    }

    private static int rank(Phase phase) {
        return switch (phase) {
            case Phase.Requested _ -> 0;
            case Phase.Confirmed _,Phase.Declined _ -> 1;
            case Phase.CheckedIn _ -> 2;
            case Phase.Completed _,Phase.Released _,Phase.Cancelled _,Phase.Departed _ -> 3;
        };
    }
}
