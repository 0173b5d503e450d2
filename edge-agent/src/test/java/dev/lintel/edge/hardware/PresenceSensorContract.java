package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.awaitility.Awaitility;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// What holds of every sensor, whatever it is connected to.
@NullMarked
public interface PresenceSensorContract {

    /// Whatever drives the signal in a test.
    interface Bench extends AutoCloseable {

        PresenceSensor sensor();

        /// Puts the signal so that the sensor sees somebody, or nobody.
        void drive(boolean active);

        @Override
        void close();
    }

    Bench bench();

    private static List<Boolean> listening(Bench bench) {
        List<Boolean> heard = new CopyOnWriteArrayList<>();
        bench.sensor().listen(heard::add);
        return heard;
    }

    @Test
    default void itIsAskedWhatItSees() {
        try (Bench bench = bench()) {
            assertThat(bench.sensor().sees()).contains(false);
            bench.drive(true);
            Awaitility.await().until(() -> bench.sensor().sees().equals(Optional.of(true)));
            bench.drive(false);
            Awaitility.await().until(() -> bench.sensor().sees().equals(Optional.of(false)));
        }
    }

    @Test
    default void itTellsEveryChangeOnce() {
        try (Bench bench = bench()) {
            List<Boolean> heard = listening(bench);
            for (int i = 0; i < 3; i++) {
                int changes = 2 * i;
                bench.drive(true);
                Awaitility.await().until(() -> heard.size() == changes + 1);
                bench.drive(true);
                bench.drive(false);
                Awaitility.await().until(() -> heard.size() == changes + 2);
            }
            assertThat(heard).containsExactly(true, false, true, false, true, false);
        }
    }

    @Test
    default void onceClosedItTellsNothing() {
        try (Bench bench = bench()) {
            List<Boolean> heard = listening(bench);
            bench.sensor().close();
            bench.drive(true);
            bench.drive(false);
            assertThat(heard).isEmpty();
        }
    }
}
