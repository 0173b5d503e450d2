package dev.lintel.edge.hardware;

import java.util.concurrent.TimeUnit;

/// How each signal looks at a moment: a colour and a rhythm, because colours alone do not reach everybody. Pure.
///
/// | signal | colour | rhythm |
/// |---|---|---|
/// | free | green | steady |
/// | check-in | amber | slow pulse, four seconds, down to a fifth |
/// | busy | red | fast pulse, one a second, never below the half |
/// | closed | none | out |
///
/// Nothing here flashes: one change of brightness a second is far from the three that may harm people.
final class Glow {

    /// As bright as a corridor bears; on a lamp, not on a screen, whose colours are the pages'.
    private static final Colour FREE = new Colour(0, 150, 45);
    private static final Colour CHECK_IN = new Colour(190, 105, 0);
    private static final Colour BUSY = new Colour(170, 0, 0);

    private static final long SLOW_NANOS = TimeUnit.SECONDS.toNanos(4);
    private static final double SLOW_LEAST = 0.2;
    private static final long FAST_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final double FAST_LEAST = 0.5;

    private Glow() {}

    /// @param nanos since the signal began, so that a change always begins bright
    static Colour of(Signal signal, long nanos) {
        return switch (signal) {
            case FREE -> FREE;
            case CHECK_IN -> CHECK_IN.times(wave(nanos, SLOW_NANOS, SLOW_LEAST));
            case BUSY -> BUSY.times(wave(nanos, FAST_NANOS, FAST_LEAST));
            case CLOSED -> Colour.DARK;
        };
    }

    /// Whether it changes by itself.
    static boolean moves(Signal signal) {
        return signal == Signal.CHECK_IN || signal == Signal.BUSY;
    }

    private static double wave(long nanos, long period, double least) {
        double turn = Math.floorMod(nanos, period) / (double) period;
        return least + (1 - least) * (1 + Math.cos(2 * Math.PI * turn)) / 2;
    }
}
