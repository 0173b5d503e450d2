package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.Backlight;
import dev.lintel.edge.hardware.BacklightContract;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;

@NullMarked
class SimulatedBacklightTest implements BacklightContract {

    @Override
    public Bench bench(Path folder) {
        SimulatedBacklight light = new SimulatedBacklight();
        return new Bench() {

            @Override
            public Backlight light() {
                return light;
            }

            @Override
            public double shining() {
                return light.shining() / 100.0;
            }

            @Override
            public int steps() {
                return 100;
            }

            @Override
            public void vanish() {
                light.plug(false);
            }

            @Override
            public void comeBack() {
                light.plug(true);
            }
        };
    }
}
