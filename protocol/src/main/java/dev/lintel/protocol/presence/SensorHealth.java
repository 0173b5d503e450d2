package dev.lintel.protocol.presence;

import java.util.Locale;

/// Whether a sensor's silence means anything. Only a healthy one can say that nobody is there; any of them may say that somebody is.
public enum SensorHealth {
    HEALTHY,
    /// Not heard for a while.
    STALE,
    /// Sees something without a break for hours.
    STUCK,
    /// Alive but has not seen anything for days.
    DEAD,
    /// Changes faster than people move.
    CHATTERING,
    /// Contradicts the other sensors of its room, or people at the door: [Plausibility].
    CONTRADICTED;

    public String word() {
        return name().toLowerCase(Locale.ROOT);
    }
}
