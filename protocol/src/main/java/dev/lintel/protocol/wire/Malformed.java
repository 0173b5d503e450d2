package dev.lintel.protocol.wire;

/// A text that does not say what it should. Thrown by the readers of single values and caught by [Codec] and [PanelCodec], whose answers are always values.
public final class Malformed extends IllegalArgumentException {

    public Malformed(String message) {
        super(message);
    }
}
