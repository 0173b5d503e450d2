package dev.lintel.edge.hardware.pi;

import com.pi4j.io.pwm.Pwm;
import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// An LED of two or three colours on pins whose brightness is set by how long they are high.
final class PwmLight implements StatusLight {

    /// Faster than an eye, also at its edge, and slow enough for any transistor.
    static final int HERTZ = 1_000;

    private static final double GAMMA = 2.2;

    private final List<Pwm> pins;
    private @Nullable Colour shown;
    private Colour taken = Colour.DARK;

    /// @param pins of red, green and, if there is one, blue
    PwmLight(List<Pwm> pins) {
        this.pins = List.copyOf(pins);
    }

    @Override
    public void show(Colour colour) {
        taken = colour;
    }

    @Override
    public void flush() {
        if (taken.equals(shown)) {
            return;
        }
        int[] parts = {taken.red(), taken.green(), taken.blue()};
        for (int i = 0; i < pins.size(); i++) {
            if (parts[i] == 0) {
                pins.get(i).off();
            } else {
                pins.get(i).on(percent(parts[i]), HERTZ);
            }
        }
        shown = taken;
    }

    /// An eye sees half of the light as much more than half of the brightness.
    static int percent(int part) {
        return (int) Math.max(1, Math.round(100 * Math.pow(part / 255.0, GAMMA)));
    }

    @Override
    public void close() {
        show(Colour.DARK);
        flush();
    }
}
