package dev.lintel.protocol.wire;

/// What came out of some bytes.
public sealed interface Decoded {

    /// @param tree everything that was there, also what this version does not know
    record Read(Envelope envelope, Json tree) implements Decoded {}

    /// Not a packet of ours: to be counted, logged and dropped.
    record Refused(String reason) implements Decoded {}
}
