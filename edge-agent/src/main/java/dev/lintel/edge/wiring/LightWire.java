package dev.lintel.edge.wiring;

import java.util.List;

/// The light beside one door.
///
/// ```
/// Pwm([12, 13])      an LED of two or three colours on pins of this machine
/// Chain(1, 8)        a stretch of the one chain of WS2812 on SPI
/// Simulated          a value in memory
/// ```
public sealed interface LightWire {

    /// @param pins of red, green and, if there is one, blue
    record Pwm(List<Integer> pins) implements LightWire {

        public Pwm {
            pins = List.copyOf(pins);
        }
    }

    /// @param first the nearest of its LEDs, counted from 1
    record Chain(int first, int last) implements LightWire {}

    record Simulated() implements LightWire {}
}
