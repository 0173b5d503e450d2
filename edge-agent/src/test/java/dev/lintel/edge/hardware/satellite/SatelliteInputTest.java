package dev.lintel.edge.hardware.satellite;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.PresenceSensorContract;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class SatelliteInputTest implements PresenceSensorContract {

    private final AtomicLong nanos = new AtomicLong();

    @Override
    public Bench bench() {
        SatelliteInput input = new SatelliteInput(nanos::get);
        input.say(false);
        return new Bench() {

            @Override
            public PresenceSensor sensor() {
                return input;
            }

            @Override
            public void drive(boolean active) {
                input.say(active);
            }

            @Override
            public void close() {
                input.close();
            }
        };
    }

    @Test
    void beforeItsFirstReportItCannotBeAsked() {
        assertThat(new SatelliteInput(nanos::get).sees()).isEmpty();
    }

    @Test
    void aReportHoldsUntilTwoMoreShouldHaveCome() {
        SatelliteInput input = new SatelliteInput(nanos::get);
        input.say(true);
        nanos.addAndGet(SatelliteInput.HOLDS.toNanos() - 1);
        assertThat(input.sees()).contains(true);
        nanos.incrementAndGet();
        assertThat(input.sees()).isEmpty();
        List<Boolean> heard = new ArrayList<>();
        input.listen(heard::add);
        input.say(true);
        assertThat(input.sees()).contains(true);
        assertThat(heard).as("changes of a sensor that said the same before it fell silent").isEmpty();
    }
}
