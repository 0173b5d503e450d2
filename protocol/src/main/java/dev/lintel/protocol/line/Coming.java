package dev.lintel.protocol.line;

/// What follows a welcome, besides the door's log from the number it names.
public enum Coming {

    /// The feed, from the number that the welcome names.
    FEED,
    /// The whole floor as a snapshot, and the feed after it.
    SNAPSHOT,
    /// First the door's copy, offered behind its log: the cloud lacks something that the door knows.
    COPY
}
