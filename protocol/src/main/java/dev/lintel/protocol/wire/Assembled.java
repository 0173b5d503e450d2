package dev.lintel.protocol.wire;

/// What the parts at hand amount to.
public sealed interface Assembled<T> {

    /// All parts are there and their rows are what was sent.
    record Whole<T>(T value) implements Assembled<T> {}

    record Incomplete<T>(int missing) implements Assembled<T> {}

    /// Not what was sent, or nothing this version can read: drop the parts and ask again.
    record Broken<T>(String reason) implements Assembled<T> {}
}
