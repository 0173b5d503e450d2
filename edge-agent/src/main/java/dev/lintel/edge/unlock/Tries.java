package dev.lintel.edge.unlock;

import java.time.Duration;
import java.time.Instant;

/// Wrong tries in a row. Pure.
///
/// After the free ones each further try has to wait, twice as long as the one before, an hour at most: guessing six digits
/// at that pace takes a century, and nobody is shut out for longer than a meeting. A day without a wrong try forgets them.
///
/// @param lastAt when the last wrong one was made, by the door's clock
record Tries(int wrong, Instant lastAt) {

    static final Tries NONE = new Tries(0, Instant.EPOCH);

    /// For one person, whose PIN it may be by mistake.
    static final int FREE_PER_PERSON = 5;
    /// For a panel, which many people use.
    static final int FREE_PER_PANEL = 10;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration FORGOTTEN = Duration.ofDays(1);
    private static final int DOUBLINGS = 7;

    /// Until when no further try is taken; in the past where one is.
    Instant lockedUntil(int free, Instant now) {
        if (wrong < free || now.isAfter(lastAt.plus(FORGOTTEN))) {
            return Instant.EPOCH;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(DOUBLINGS, wrong - free));
        // A clock that has been set back must not shut anybody out for longer than the pause.
        Instant from = lastAt.isAfter(now) ? now : lastAt;
        return from.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    Tries wrongAgain(Instant now) {
        return now.isAfter(lastAt.plus(FORGOTTEN)) ? new Tries(1, now) : new Tries(wrong + 1, now);
    }

    int left(int free) {
        return Math.max(0, free - wrong);
    }
}
