package dev.lintel.edge.hardware.pi;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import dev.lintel.edge.hardware.Pins;
import org.jspecify.annotations.NullMarked;

/// A Raspberry Pi of Pi4J's own mock, whose pins a test drives.
@NullMarked
public final class MockPi implements AutoCloseable {

    private final Context pi4j = Pi4J.newContextBuilder().noAutoDetect().add(MockDigitalInputProvider.newInstance()).build();
    private final Pins pins = PiPins.on(pi4j);

    public Pins pins() {
        return pins;
    }

    /// Puts a pin that was opened under that name on a level.
    public void drive(String name, boolean high) {
        if (pi4j.hasIO("lintel-" + name)) {
            MockDigitalInput input = pi4j.io("lintel-" + name);
            input.mockState(high ? DigitalState.HIGH : DigitalState.LOW);
        }
    }

    @Override
    public void close() {
        pins.close();
    }
}
