package dev.lintel.protocol.presence;

/// What a sensor measures. Two sensors of one technology are fooled by the same thing, so evidence counts technologies.
public enum Technology {
    /// Passive infrared: sees warmth that moves, not people who sit still.
    PIR,
    /// Millimetre-wave radar: sees breathing, and sometimes a fan.
    RADAR,
    /// A contact at the door: somebody came or went. Its silence is no evidence, for who sits inside moves no door.
    DOOR_CONTACT
}
