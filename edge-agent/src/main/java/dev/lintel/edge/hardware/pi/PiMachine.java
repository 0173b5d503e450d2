package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.Backlights;
import dev.lintel.edge.hardware.Pins;
import dev.lintel.edge.wiring.LightWire;
import dev.lintel.edge.wiring.Source;
import dev.lintel.edge.wiring.Wiring;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.nio.file.Path;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks once whether this machine has pins, and only if something is connected to them.
@Factory
final class PiMachine {

    private static final Logger LOG = LoggerFactory.getLogger(PiMachine.class);

    @Singleton
    @Bean(preDestroy = "close")
    Pins pins(Wiring wiring) {
        boolean wanted = wiring.rooms().stream().anyMatch(PiMachine::onPins);
        if (!wanted) {
            return Pins.none("Nothing is connected to a pin.");
        }
        return GpioChips.header(Path.of("/dev"), ChipLabel::of)
                .map(PiMachine::onChip)
                .orElseGet(() -> Pins.none("This machine has no GPIO pins that this user may use; on a Raspberry Pi, put the"
                        + " user into the group gpio."));
    }

    @Singleton
    Backlights backlights() {
        return name -> new KernelBacklight(Path.of("/sys/class/backlight").resolve(name));
    }

    private static boolean onPins(Wiring.Room room) {
        return room.sensors().stream().anyMatch(wire -> wire.source() instanceof Source.Wired)
                || room.light().filter(wire -> !(wire instanceof LightWire.Simulated)).isPresent();
    }

    private static Pins onChip(GpioChips.Chip chip) {
        try {
            Pins pins = PiPins.onChip(chip);
            LOG.info("the header's pins are the lines of {}", chip.name());
            return pins;
        } catch (RuntimeException | UnsatisfiedLinkError e) {
            LOG.error("the pins of {} cannot be used", chip.name(), e);
            return Pins.none("The pins of " + chip.name() + " cannot be used (" + e.getMessage() + ").");
        }
    }
}
