package dev.lintel.edge.hardware.pi;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInput;
import com.pi4j.plugin.mock.provider.gpio.digital.MockDigitalInputProvider;
import com.pi4j.plugin.mock.provider.pwm.MockPwmProvider;
import com.pi4j.plugin.mock.provider.spi.MockSpi;
import com.pi4j.plugin.mock.provider.spi.MockSpiProvider;
import dev.lintel.edge.hardware.Pins;
import org.jspecify.annotations.NullMarked;

/// A Raspberry Pi of Pi4J's own mock, whose pins a test drives.
@NullMarked
public final class MockPi implements AutoCloseable {

    private final Context pi4j = Pi4J.newContextBuilder()
            .noAutoDetect()
            .add(MockDigitalInputProvider.newInstance(),
                    MockSpiProvider.newInstance(), MockPwmProvider.newInstance())
            .build();
    private final Pins pins;

    public MockPi() {
        this("pinctrl-bcm2711");
    }

    /// @param label of the chip of its header, which tells the board
    MockPi(String label) {
        pins = PiPins.on(pi4j, PwmChannels.of(label));
    }

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

    /// Every byte that has left the data pin of SPI since the last look.
    public byte[] sent() {
        return pi4j.<MockSpi>io("lintel-chain").readEntireMockBuffer();
    }

    /// How bright the channel of a light is, in percent.
    public int brightness(String light, int channel) {
        Pwm pwm = pi4j.io("lintel-" + light + "-" + channel);
        return pwm.isOn() ? pwm.getDutyCycle() : 0;
    }

    @Override
    public void close() {
        pins.close();
    }
}
