package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;

/// Which of two tellings of one booking is the later one. Decisions about a booking are numbered; a check-in is a fact and adds to the decision it meets.
final class Truth {

    private Truth() {}

    /// True where the told one replaces the known one.
    static boolean later(Booking known, Booking told) {
        return told.version() > known.version()
                || (told.version() == known.version() && !(known.phase() instanceof Phase.Departed)
                        && rank(told.phase()) >= rank(known.phase()));
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
