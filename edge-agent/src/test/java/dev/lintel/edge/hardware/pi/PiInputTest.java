package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.Pins.Opened;
import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.PresenceSensorContract;
import dev.lintel.edge.wiring.Pull;
import dev.lintel.edge.wiring.Source;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// The contract on Pi4J's mock, for signals that are high, and for signals that are low, while the sensor sees somebody.
@NullMarked
class PiInputTest {

    private record MockBench(MockPi pi, PresenceSensor sensor, boolean activeLow) implements PresenceSensorContract.Bench {

        static MockBench of(boolean activeLow) {
            MockPi pi = new MockPi();
            Opened<PresenceSensor> opened = pi.pins().input("bench", new Source.Gpio(17, Pull.DOWN), activeLow);
            MockBench bench = new MockBench(pi, ((Opened.Open<PresenceSensor>) opened).part(), activeLow);
            bench.drive(false);
            return bench;
        }

        @Override
        public void drive(boolean active) {
            pi.drive("bench", active != activeLow);
        }

        @Override
        public void close() {
            pi.close();
        }
    }

    @Nested
    class ActiveHigh implements PresenceSensorContract {

        @Override
        public Bench bench() {
            return MockBench.of(false);
        }
    }

    @Nested
    class ActiveLow implements PresenceSensorContract {

        @Override
        public Bench bench() {
            return MockBench.of(true);
        }
    }

    @Test
    void aPinThatIsOpenAlreadyIsRefusedInASentence() {
        try (MockPi pi = new MockPi()) {
            pi.pins().input("one", new Source.Gpio(17, Pull.UP), false);
            assertThat(pi.pins().input("two", new Source.Gpio(17, Pull.UP), false)).satisfies(
                    opened -> assertThat(((Opened.Refused<?>) opened).reason()).startsWith("GPIO17 cannot be opened"));
        }
    }
}
