package dev.lintel.edge.hardware.pi;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import dev.lintel.edge.hardware.Pins;
import dev.lintel.edge.wiring.Pull;
import dev.lintel.edge.wiring.Source;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The header's pins through a Pi4J context.
public final class PiPins implements Pins {

    private static final Logger LOG = LoggerFactory.getLogger(PiPins.class);

    private final Context pi4j;

    private PiPins(Context pi4j) {
        this.pi4j = pi4j;
    }

    /// @param chip name of the chip whose lines are the header's pins
    static PiPins onChip(String chip) {
        return on(Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(GpioDDigitalInputProvider.newInstance())
                .property("gpio.chip.name", chip)
                .build());
    }

    /// On whatever a context was built from; closed with it.
    public static PiPins on(Context pi4j) {
        return new PiPins(pi4j);
    }

    @Override
    public Opened input(String name, Source.Gpio at, boolean activeLow) {
        DigitalInputConfig config = DigitalInput.newConfigBuilder(pi4j)
                .id("lintel-" + name)
                .address(at.pin())
                .pull(resistance(at.pull()))
                .debounce(0L)
                .build();
        try {
            return new Opened.Open(new PiInput(pi4j, pi4j.create(config), activeLow));
        } catch (Pi4JException | IllegalStateException e) {
            LOG.debug("GPIO{} cannot be opened", at.pin(), e);
            return new Opened.Refused("GPIO" + at.pin() + " cannot be opened (" + e.getMessage() + "); see with gpioinfo who"
                    + " else uses it.");
        }
    }

    private static PullResistance resistance(Pull pull) {
        return switch (pull) {
            case UP -> PullResistance.PULL_UP;
            case DOWN -> PullResistance.PULL_DOWN;
            case OFF -> PullResistance.OFF;
        };
    }

    @Override
    public void close() {
        pi4j.shutdown();
    }
}
