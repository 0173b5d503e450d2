package dev.lintel.edge.hardware.simulated;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.PresenceSensorContract;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SimulatedInputTest implements PresenceSensorContract {

    @Override
    public Bench bench() {
        SimulatedInput input = new SimulatedInput();
        return new Bench() {

            @Override
            public PresenceSensor sensor() {
                return input;
            }

            @Override
            public void drive(boolean active) {
                input.show(Optional.of(active));
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    @Test
    void withoutPowerItCannotBeAsked() {
        SimulatedInput input = new SimulatedInput();
        input.show(Optional.empty());
        assertThat(input.sees()).isEmpty();
    }
}
