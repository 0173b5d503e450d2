package dev.lintel.edge.unlock;

import java.time.Duration;
import java.time.Instant;

/// Wrong tries that are not forgiven yet. Pure.
///
/// After the free ones each further try has to wait, twice as long as the one before, an hour at most; each hour forgives one.
/// So nobody guesses more than one an hour in the long run, six digits take a century, and a door where people mistype all
/// week stays open.
///
/// @param forgivenAt when all of them are
/// @param lastAt when the last one was made, by the door's clock
record Tries(Instant forgivenAt, Instant lastAt) {

    static final Tries NONE = new Tries(Instant.EPOCH, Instant.EPOCH);

    /// For one number, whose PIN it may be by mistake.
    static final int FREE_PER_NUMBER = 5;
    /// For a panel, which many people use.
    static final int FREE_PER_PANEL = 10;

    private static final Duration FIRST_PAUSE = Duration.ofSeconds(30);
    private static final Duration LONGEST_PAUSE = Duration.ofHours(1);
    private static final Duration FORGIVES_ONE = Duration.ofHours(1);
    /// As many as are ever remembered, so that what somebody does all night is forgiven in a day.
    private static final int MOST = 24;
    private static final int DOUBLINGS = 7;

    /// The same by a clock that has been set back: the pause goes on, and does not wait for the wrong date to come.
    Tries seen(Instant now) {
        Duration ahead = Duration.between(now, lastAt);
        return ahead.isPositive() ? new Tries(forgivenAt.minus(ahead), now) : this;
    }

    int wrong(Instant now) {
        Duration left = Duration.between(now, forgivenAt);
        return left.isPositive() ? (int) Math.min(MOST, left.plus(FORGIVES_ONE).minusNanos(1).dividedBy(FORGIVES_ONE)) : 0;
    }

    /// Until when no further try is taken; in the past where one is.
    Instant lockedUntil(int free, Instant now) {
        int wrong = wrong(now);
        if (wrong < free) {
            return Instant.EPOCH;
        }
        Duration pause = FIRST_PAUSE.multipliedBy(1L << Math.min(DOUBLINGS, wrong - free));
        return lastAt.plus(pause.compareTo(LONGEST_PAUSE) > 0 ? LONGEST_PAUSE : pause);
    }

    Tries wrongAgain(Instant now) {
        Instant from = forgivenAt.isAfter(now) ? forgivenAt : now;
        Instant most = now.plus(FORGIVES_ONE.multipliedBy(MOST));
        Instant next = from.plus(FORGIVES_ONE);
        return new Tries(next.isAfter(most) ? most : next, now);
    }

    int left(int free, Instant now) {
        return Math.max(0, free - wrong(now));
    }
}
