package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lintel.edge.wiring.ScreenWire;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What holds of the light behind every screen, and of every screen that is dimmed at night.
@NullMarked
public interface BacklightContract {

    LocalTime NOON = LocalTime.NOON;
    LocalTime NIGHT = LocalTime.of(3, 0);
    int DIMMED = 20;

    /// Whoever stands before the screen in a test.
    interface Bench {

        Backlight light();

        /// How bright it is: 1 is as bright as it can be.
        double shining();

        /// How many steps it has from dark to its brightest.
        int steps();

        /// It is unplugged.
        void vanish();

        /// It is plugged in again, and shines as bright as it can.
        void comeBack();
    }

    /// @param folder for whatever stands in for the machine
    Bench bench(Path folder);

    /// A dimmed screen in a test: what time it is, and how long ago somebody touched it, is said here.
    final class Dimmed implements AutoCloseable {

        private final Bench bench;
        private final AtomicReference<LocalTime> time;
        private final AtomicLong nanos = new AtomicLong();
        private final ScreenDimmer dimmer;

        Dimmed(Bench bench, LocalTime time, int percent, Optional<Path> touch) {
            this.bench = bench;
            this.time = new AtomicReference<>(time);
            ScreenWire wire = new ScreenWire("panel", touch, LocalTime.of(22, 0), LocalTime.of(6, 0), percent);
            this.dimmer = new ScreenDimmer(bench.light(), wire, this.time::get, nanos::get, Duration.ofMillis(10));
        }

        void pass(Duration time) {
            nanos.addAndGet(time.toNanos());
        }

        void shines(double share) {
            Awaitility.await()
                    .untilAsserted(
                            () -> assertThat(bench.shining()).isCloseTo(share, within(0.5 / bench.steps() + 1e-9)));
        }

        @Override
        public void close() {
            dimmer.close();
        }
    }

    private static double share(Bench bench, int percent) {
        assertThat(bench.light().shine(percent)).as("it took %s", percent).isTrue();
        return bench.shining();
    }

    @Test
    default void allIsItsBrightestAndNothingIsDark(@TempDir Path folder) {
        Bench bench = bench(folder);
        assertThat(share(bench, 100)).isEqualTo(1);
        assertThat(share(bench, 0)).isZero();
        assertThat(share(bench, 100)).isEqualTo(1);
    }

    @Test
    default void lessIsNotBrighterAndNeverDark(@TempDir Path folder) {
        Bench bench = bench(folder);
        double before = 1;
        for (int percent : new int[]{99, 80, 50, 20, 15, 5, 1}) {
            double now = share(bench, percent);
            assertThat(now).as("%s %%", percent).isPositive().isLessThanOrEqualTo(before);
            double nearest = Math.max(percent / 100.0, 1.0 / bench.steps());
            assertThat(now).as("%s %%", percent).isCloseTo(nearest, within(0.5 / bench.steps() + 1e-6));
            before = now;
        }
    }

    @Test
    default void aScreenThatIsGoneTakesNothingAndSaysSo(@TempDir Path folder) {
        Bench bench = bench(folder);
        bench.vanish();
        assertThat(bench.light().shine(50)).isFalse();
        assertThat(bench.light().shine(50)).as("asked again").isFalse();
        bench.comeBack();
        assertThat(share(bench, 100)).isEqualTo(1);
    }

    @Test
    default void atNightItIsWeakUnlessSomebodyTouchesIt(@TempDir Path folder) {
        Bench bench = bench(folder);
        try (Dimmed screen = new Dimmed(bench, NOON, DIMMED, Optional.empty())) {
            screen.shines(1);
            screen.time.set(NIGHT);
            screen.shines(weak(bench));
            screen.dimmer.touched();
            screen.shines(1);
            screen.pass(Dimming.AWAKE);
            screen.shines(weak(bench));
            screen.time.set(NOON);
            screen.shines(1);
            assertThat(screen.dimmer.works()).isTrue();
        }
    }

    private static double weak(Bench bench) {
        return Math.max(DIMMED / 100.0, 1.0 / bench.steps());
    }

    @Test
    default void whoeverLooksAfterTheAgentHasEndedSeesAScreen(@TempDir Path folder) {
        Bench bench = bench(folder);
        try (Dimmed screen = new Dimmed(bench, NIGHT, DIMMED, Optional.empty())) {
            screen.shines(weak(bench));
        }
        assertThat(bench.shining()).isEqualTo(1);
    }

    @Test
    default void aScreenThatComesBackAtNightIsDimmedAgain(@TempDir Path folder) {
        Bench bench = bench(folder);
        try (Dimmed screen = new Dimmed(bench, NIGHT, DIMMED, Optional.empty())) {
            screen.shines(weak(bench));
            bench.vanish();
            screen.dimmer.touched();
            Awaitility.await().until(() -> !screen.dimmer.works());
            bench.comeBack();
            screen.shines(1);
            Awaitility.await().until(screen.dimmer::works);
            screen.pass(Dimming.AWAKE);
            screen.shines(weak(bench));
            // For a moment only: nobody tried to set it meanwhile.
            bench.comeBack();
            screen.pass(Duration.ofSeconds(10));
            screen.shines(weak(bench));
        }
    }

    /// The agent may be told to leave it quite dark; then it has to be sure that a touch is noticed.
    @Test
    default void aDarkScreenThatNothingWakesIsNotDark(@TempDir Path folder) throws Exception {
        Bench bench = bench(folder);
        Path touchscreen = folder.resolve("event0");
        assertThat(new ProcessBuilder("mkfifo", touchscreen.toString()).start().waitFor(1, TimeUnit.MINUTES)).isTrue();
        try (Dimmed screen = new Dimmed(bench, NIGHT, 0, Optional.of(touchscreen))) {
            screen.shines(Math.max(Dimming.LEAST / 100.0, 1.0 / bench.steps()));
            try (OutputStream finger = Files.newOutputStream(touchscreen)) {
                screen.shines(0);
                finger.write(new byte[24]);
                finger.flush();
                screen.shines(1);
                screen.pass(Dimming.AWAKE);
                screen.shines(0);
            }
            screen.shines(Math.max(Dimming.LEAST / 100.0, 1.0 / bench.steps()));
        }
    }
}
