package dev.lintel.protocol.booking;

/// The two that can say "confirmed".
public enum Party {
    /// The floor's edge agent: decides what starts before the line.
    DOOR,
    /// Decides what starts at or after the line.
    CLOUD;

    public Party other() {
        return this == DOOR ? CLOUD : DOOR;
    }
}
