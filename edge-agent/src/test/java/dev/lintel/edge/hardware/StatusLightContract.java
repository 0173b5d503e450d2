package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What holds of every light, whatever it is connected to.
@NullMarked
public interface StatusLightContract {

    Colour RED = new Colour(255, 0, 0);
    Colour GREEN = new Colour(0, 255, 0);
    Colour YELLOW = new Colour(255, 255, 0);

    /// Whoever stands before the light in a test.
    interface Bench extends AutoCloseable {

        StatusLight light();

        /// What is to be seen now.
        Colour seen();

        /// The part that shines is without power for a moment. What it has forgotten then is its own affair.
        void powerLost();

        @Override
        void close();
    }

    Bench bench();

    private static void shines(Bench bench, Colour colour) {
        bench.light().show(colour);
        bench.light().flush();
        assertThat(bench.seen()).isEqualTo(colour);
    }

    @Test
    default void itIsDarkUntilItIsToldSomething() {
        try (Bench bench = bench()) {
            assertThat(bench.seen()).isEqualTo(Colour.DARK);
        }
    }

    @Test
    default void whatItIsToldIsSeenOnceItIsFlushed() {
        try (Bench bench = bench()) {
            bench.light().show(RED);
            assertThat(bench.seen()).isEqualTo(Colour.DARK);
            bench.light().flush();
            assertThat(bench.seen()).isEqualTo(RED);
            bench.light().flush();
            assertThat(bench.seen()).as("flushed again").isEqualTo(RED);
        }
    }

    @Test
    default void itGoesFromEachColourToEachOther() {
        try (Bench bench = bench()) {
            for (Colour from : new Colour[]{RED, GREEN, YELLOW, Colour.DARK}) {
                for (Colour to : new Colour[]{RED, GREEN, YELLOW, Colour.DARK}) {
                    shines(bench, from);
                    shines(bench, to);
                }
            }
        }
    }

    @Test
    default void ofTwoColoursWithoutAFlushBetweenTheLastIsSeen() {
        try (Bench bench = bench()) {
            bench.light().show(RED);
            bench.light().show(GREEN);
            bench.light().flush();
            assertThat(bench.seen()).isEqualTo(GREEN);
        }
    }

    @Test
    default void weakerIsDarkerAndNeverAnotherColour() {
        try (Bench bench = bench()) {
            int before = 256;
            for (double share : new double[]{1, 0.8, 0.5, 0.2}) {
                bench.light().show(RED.times(share));
                bench.light().flush();
                assertThat(bench.seen().red()).as("red at %s", share).isPositive().isLessThan(before);
                assertThat(bench.seen().green() + bench.seen().blue()).isZero();
                before = bench.seen().red();
            }
        }
    }

    @Test
    default void afterItWasWithoutPowerTheSameColourToldAgainIsSeen() {
        try (Bench bench = bench()) {
            shines(bench, YELLOW);
            bench.powerLost();
            shines(bench, YELLOW);
        }
    }

    @Test
    default void onceClosedItIsDark() {
        try (Bench bench = bench()) {
            shines(bench, RED);
            bench.light().close();
            assertThat(bench.seen()).isEqualTo(Colour.DARK);
        }
    }
}
