package dev.lintel.protocol.booking;

/// What a bystander in front of a door may read about a booking. What is not shown never travels to the door.
public enum Privacy {
    /// Title and organiser.
    TITLE,
    /// The organiser only.
    ORGANISER,
    /// Only that somebody has it.
    BUSY
}
