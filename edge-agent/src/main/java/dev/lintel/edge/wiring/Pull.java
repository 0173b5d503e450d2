package dev.lintel.edge.wiring;

import java.util.Optional;

/// Which way the machine pulls an input that nothing else drives.
public enum Pull {
    UP, DOWN,
    /// A resistor outside does it.
    OFF;

    static Optional<Pull> of(String word) {
        return switch (word) {
            case "pull-up" -> Optional.of(UP);
            case "pull-down" -> Optional.of(DOWN);
            case "pull-off" -> Optional.of(OFF);
            default -> Optional.empty();
        };
    }
}
