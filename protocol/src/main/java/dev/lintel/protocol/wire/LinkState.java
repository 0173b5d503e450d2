package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import java.util.Optional;

/// What an edge says on its retained state topic, and what its last will says for it when the connection dies.
///
/// @param connection counts this edge's connections and only grows: a will that comes after the next hello carries a lower number and is ignored
/// @param up false in a last will or a farewell
public record LinkState(long connection, boolean up) {

    private static final String UP = "up";
    private static final String DOWN = "down";

    public byte[] bytes() {
        return Json.object().with("v", Envelope.CURRENT).with("connection", connection).with("state", up ? UP : DOWN).bytes();
    }

    /// Empty for whatever is not a state of ours.
    public static Optional<LinkState> read(byte[] bytes) {
        if (bytes.length > Limits.PANEL_FRAME_BYTES) {
            return Optional.empty();
        }
        try {
            Fields f = Fields.of(Json.parse(bytes));
            long connection = f.count("connection");
            return switch (f.text("state")) {
                case UP -> Optional.of(new LinkState(connection, true));
                case DOWN -> Optional.of(new LinkState(connection, false));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
