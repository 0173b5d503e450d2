package dev.lintel.edge.hardware.pi;

import com.pi4j.context.Context;
import com.pi4j.exception.Pi4JException;
import com.pi4j.io.gpio.digital.DigitalInput;
import com.pi4j.io.gpio.digital.DigitalState;
import com.pi4j.library.gpiod.internal.GpioDException;
import dev.lintel.edge.hardware.PresenceSensor;
import java.util.Optional;

/// One pin that is listened to.
final class PiInput implements PresenceSensor {

    private final Context pi4j;
    private final DigitalInput pin;
    private final boolean activeLow;

    PiInput(Context pi4j, DigitalInput pin, boolean activeLow) {
        this.pi4j = pi4j;
        this.pin = pin;
        this.activeLow = activeLow;
    }

    @Override
    public Optional<Boolean> sees() {
        try {
            return Optional.of(active(pin.state()));
        } catch (Pi4JException | GpioDException e) {
            return Optional.empty();
        }
    }

    private boolean active(DigitalState state) {
        return state.isHigh() != activeLow;
    }

    @Override
    public void listen(Edges edges) {
        pin.addListener(event -> edges.edge(active(event.state())));
    }

    @Override
    public void close() {
        pi4j.registry().remove(pin.getId());
    }
}
