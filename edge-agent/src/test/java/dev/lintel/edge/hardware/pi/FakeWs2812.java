package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.Colour;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.NullMarked;

/// A chain of WS2812 that hears the wire bit by bit: how long it is high, how long it is low, in nanoseconds. A pulse that
/// its sheet does not allow spoils the frame, and what is not followed by a long enough low is not shown.
@NullMarked
final class FakeWs2812 {

    record Pulse(double highNanos, double lowNanos) {

        boolean one() {
            return highNanos > 600;
        }

        /// What the sheet allows around 400 and 850 ns. How long the wire is low after the last one is no matter.
        boolean allowed(boolean last) {
            return Math.abs(highNanos - (one() ? 850 : 400)) <= 150
                    && (last || Math.abs(lowNanos - (one() ? 400 : 850)) <= 150);
        }
    }

    private static final double BIT_NANOS = 1e9 / Ws2812.HERTZ;
    private static final double SHOWN_AFTER_NANOS = 280_000;

    private final List<Colour> shining;

    FakeWs2812(int leds) {
        shining = new ArrayList<>(Collections.nCopies(leds, Colour.DARK));
    }

    static List<Pulse> pulses(byte[] frame) {
        List<Pulse> pulses = new ArrayList<>();
        int high = 0;
        int low = 0;
        for (int bit = 0; bit < frame.length * 8; bit++) {
            boolean level = (frame[bit / 8] >> (7 - bit % 8) & 1) == 1;
            if (level && low > 0 && high > 0) {
                pulses.add(new Pulse(high * BIT_NANOS, low * BIT_NANOS));
                high = 0;
                low = 0;
            }
            if (level) {
                high++;
            } else if (high > 0) {
                low++;
            }
        }
        if (high > 0) {
            pulses.add(new Pulse(high * BIT_NANOS, low * BIT_NANOS));
        }
        return pulses;
    }

    /// The colours a chain takes from the pulses, each of 24 bits: green, red, blue.
    static List<Colour> taken(List<Pulse> pulses) {
        List<Colour> colours = new ArrayList<>();
        for (int led = 0; led < pulses.size() / 24; led++) {
            int bits = 0;
            for (Pulse pulse : pulses.subList(led * 24, led * 24 + 24)) {
                bits = bits << 1 | (pulse.one() ? 1 : 0);
            }
            colours.add(new Colour(bits >> 8 & 0xff, bits >> 16 & 0xff, bits & 0xff));
        }
        return colours;
    }

    /// These bytes leave the data pin of SPI.
    void hear(byte[] bytes) {
        List<Pulse> pulses = pulses(bytes);
        for (int i = 0; i < pulses.size(); i++) {
            if (!pulses.get(i).allowed(i == pulses.size() - 1)) {
                return;
            }
        }
        if (!pulses.isEmpty() && pulses.getLast().lowNanos() >= SHOWN_AFTER_NANOS) {
            List<Colour> taken = taken(pulses);
            // What comes after the last LED of the chain leaves it at its end; LEDs that heard nothing go on as they are.
            for (int led = 0; led < Math.min(taken.size(), shining.size()); led++) {
                shining.set(led, taken.get(led));
            }
        }
    }

    void powerLost() {
        Collections.fill(shining, Colour.DARK);
    }

    /// Counted from 1.
    Colour shining(int led) {
        return shining.get(led - 1);
    }
}
