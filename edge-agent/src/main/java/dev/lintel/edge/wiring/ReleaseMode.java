package dev.lintel.edge.wiring;

import java.util.Locale;
import java.util.Optional;

/// What becomes of a room that nobody came to, the bold first.
public enum ReleaseMode {
    /// It is given back.
    ON,
    /// It is kept; whether giving it back would have been right is counted.
    SHADOW,
    /// It is kept.
    OFF;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// In a YAML file a bare `on` or `off` is a truth value, and arrives as one.
    static Optional<ReleaseMode> of(String word) {
        return switch (word) {
            case "on", "true" -> Optional.of(ON);
            case "shadow" -> Optional.of(SHADOW);
            case "off", "false" -> Optional.of(OFF);
            default -> Optional.empty();
        };
    }
}
