package dev.lintel.edge.hardware.pi;

import com.pi4j.Pi4J;
import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalInputConfig;
import com.pi4j.io.gpio.digital.PullResistance;
import com.pi4j.io.i2c.I2C;
import com.pi4j.io.pwm.Pwm;
import com.pi4j.io.pwm.PwmType;
import com.pi4j.io.spi.Spi;
import com.pi4j.io.spi.SpiMode;
import com.pi4j.library.gpiod.internal.GpioDException;
import com.pi4j.plugin.gpiod.provider.gpio.digital.GpioDDigitalInputProvider;
import com.pi4j.plugin.linuxfs.provider.i2c.LinuxFsI2CProvider;
import com.pi4j.plugin.linuxfs.provider.pwm.LinuxFsPwmProvider;
import com.pi4j.plugin.linuxfs.provider.spi.LinuxFsSpiProvider;
import dev.lintel.edge.hardware.Pins;
import dev.lintel.edge.hardware.PresenceSensor;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.wiring.LightWire;
import dev.lintel.edge.wiring.Pull;
import dev.lintel.edge.wiring.Source;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The header's pins through a Pi4J context.
public final class PiPins implements Pins {

    private static final Logger LOG = LoggerFactory.getLogger(PiPins.class);

    private final Context pi4j;
    private final PwmChannels channels;
    private final Map<String, Mcp23017> expanders = new HashMap<>();
    private final ExpanderPump polling = new ExpanderPump();
    private final TreeSet<Integer> used = new TreeSet<>();
    private @Nullable LedChain chain;

    private PiPins(Context pi4j, PwmChannels channels) {
        this.pi4j = pi4j;
        this.channels = channels;
    }

    /// @param chip whose lines are the header's pins
    static PiPins onChip(GpioChips.Chip chip) {
        PwmChannels channels = PwmChannels.of(chip.label());
        return on(Pi4J.newContextBuilder()
                .noAutoDetect()
                .add(GpioDDigitalInputProvider.newInstance(), LinuxFsSpiProvider.newInstance(),
                        LinuxFsI2CProvider.newInstance(),
                        LinuxFsPwmProvider.newInstance(channels.chip(Path.of("/sys/class/pwm"))))
                .property("gpio.chip.name", chip.name())
                .build(), channels);
    }

    /// On whatever a context was built from; closed with it.
    static PiPins on(Context pi4j, PwmChannels channels) {
        return new PiPins(pi4j, channels);
    }

    @Override
    public Opened<PresenceSensor> input(String name, Source.Wired at, boolean activeLow) {
        return switch (at) {
            case Source.Gpio gpio -> gpio(name, gpio, activeLow);
            case Source.Expander expander -> expander(expander, activeLow);
        };
    }

    private Opened<PresenceSensor> expander(Source.Expander at, boolean activeLow) {
        String id = "lintel-expander-" + at.bus() + "-" + at.address();
        try {
            Mcp23017 chip = expanders.computeIfAbsent(id, name -> new Mcp23017(
                    "the expander 0x" + Integer.toHexString(at.address()) + " on bus " + at.bus(),
                    new I2cRegisters(pi4j.create(
                            I2C.newConfigBuilder(pi4j).id(name).bus(at.bus()).device(at.address()).build())),
                    System::nanoTime));
            polling.include(at.bus(), chip);
            return new Opened.Open<>(chip.input(at.input(), at.pull(), activeLow));
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            LOG.debug("{} cannot be opened", id, e);
            return new Opened.Refused<>("The expander 0x" + Integer.toHexString(at.address()) + " on bus " + at.bus()
                    + " cannot be opened (" + e.getMessage() + "); see with i2cdetect -y " + at.bus()
                    + " whether it is there.");
        }
    }

    private Opened<PresenceSensor> gpio(String name, Source.Gpio at, boolean activeLow) {
        DigitalInputConfig config = DigitalInput.newConfigBuilder(pi4j)
                .id("lintel-" + name)
                .address(at.pin())
                .pull(resistance(at.pull()))
                .debounce(0L)
                .build();
        try {
            return new Opened.Open<>(new PiInput(pi4j, pi4j.create(config), activeLow));
        } catch (Pi4JException | GpioDException | IllegalStateException e) {
            LOG.debug("GPIO{} cannot be opened", at.pin(), e);
            return new Opened.Refused<>("GPIO" + at.pin() + " cannot be opened (" + e.getMessage() + "); see with gpioinfo who"
                    + " else uses it.");
        }
    }

    @Override
    public Opened<StatusLight> light(String name, LightWire at) {
        try {
            return switch (at) {
                case LightWire.Simulated _ -> new Opened.Refused<>("A simulated light is on no pin.");
                case LightWire.Chain(int first, int last) -> new Opened.Open<>(chain().stretch(first, last));
                case LightWire.Pwm(List<Integer> pins) -> pwm(name, pins);
            };
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            // The file system's SPI and PWM throw whatever came to hand.
            LOG.debug("light {} cannot be opened", name, e);
            return new Opened.Refused<>("The light cannot be opened (" + e.getMessage() + "); see in docs/hardware.md what"
                    + " has to be switched on for it.");
        }
    }

    private Opened<StatusLight> pwm(String name, List<Integer> pins) {
        List<Integer> own = new ArrayList<>();
        for (int pin : pins) {
            Optional<Integer> channel = channels.of(pin);
            if (channel.isEmpty() || !used.add(channel.get())) {
                used.removeAll(own);
                return new Opened.Refused<>("This board cannot set the brightness of GPIO" + pin
                        + " beside the others: a Pi 4 has two channels, GPIO12 or 18 and GPIO13 or 19.");
            }
            own.add(channel.get());
        }
        List<Pwm> open = new ArrayList<>();
        try {
            own.forEach(channel -> open.add(channel(name, channel)));
        } catch (RuntimeException e) {
            // Half a light is none, and its pins may be another's.
            open.forEach(pwm -> pi4j.registry().remove(pwm.getId()));
            used.removeAll(own);
            throw e;
        }
        return new Opened.Open<>(new PwmLight(open));
    }

    private Pwm channel(String name, int channel) {
        return pi4j.create(Pwm.newConfigBuilder(pi4j)
                .id("lintel-" + name + "-" + channel)
                .address(channel)
                .pwmType(PwmType.HARDWARE)
                .frequency(PwmLight.HERTZ)
                .initial(0)
                .shutdown(0)
                .build());
    }

    private LedChain chain() {
        if (chain == null) {
            Spi spi = pi4j.create(Spi.newConfigBuilder(pi4j)
                    .id("lintel-chain")
                    .bus(0)
                    .address(0)
                    .mode(SpiMode.MODE_0)
                    .baud(Ws2812.HERTZ)
                    .build());
            chain = new LedChain(spi::write);
        }
        return chain;
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
        polling.close();
        pi4j.shutdown();
    }
}
