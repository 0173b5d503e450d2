package dev.lintel.edge.wiring;

import java.util.Optional;

/// The 40 pins of a Raspberry Pi, by their BCM numbers: which there are, and which the machine needs itself.
final class Header {

    private static final int LAST = 27;

    private Header() {}

    static boolean has(int pin) {
        return pin >= 0 && pin <= LAST;
    }

    /// Why nothing may be connected to that pin, as the rest of a sentence.
    static Optional<String> reserved(int pin) {
        return switch (pin) {
            case 0, 1 -> Optional.of("belongs to the memory that describes add-on boards");
            case 2, 3 -> Optional.of("is the I2C bus and has a resistor of its own");
            case 14, 15 -> Optional.of("is the serial console");
            default -> Optional.empty();
        };
    }
}
