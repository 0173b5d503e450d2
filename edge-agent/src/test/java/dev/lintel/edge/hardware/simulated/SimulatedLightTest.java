package dev.lintel.edge.hardware.simulated;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.hardware.StatusLightContract;
import org.jspecify.annotations.NullMarked;

@NullMarked
class SimulatedLightTest implements StatusLightContract {

    @Override
    public Bench bench() {
        SimulatedLight light = new SimulatedLight();
        return new Bench() {

            @Override
            public StatusLight light() {
                return light;
            }

            @Override
            public Colour seen() {
                return light.shining();
            }

            @Override
            public void powerLost() {
                // It has none to lose.
            }

            @Override
            public void close() {
                light.close();
            }
        };
    }
}
