package dev.lintel.protocol.wire;

/// What came out of one frame of a panel's socket.
public sealed interface PanelDecoded {

    record Read(PanelMessage message) implements PanelDecoded {}

    record Broken(String reason) implements PanelDecoded {}
}
