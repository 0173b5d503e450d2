package dev.lintel.protocol.presence;

/// What speaks against one sensor although it looks healthy by itself.
public enum Doubt {
    /// It saw somebody again and again, or for hours, where no other kind of sensor saw anybody: a neighbour through the
    /// wall, a fan, a heater; or the others are blind.
    SEES_ALONE,
    /// Another kind of sensor saw somebody again and again, or for hours, and it saw nobody.
    SEES_NOTHING,
    /// People said at the door that they were there, and it saw none of them.
    MISSES_PEOPLE,
    /// It has said for days that nobody is there, over all starts of whoever listened.
    SEES_NOBODY
}
