package dev.lintel.cloud.live;

import dev.lintel.protocol.wire.Json;
import java.util.List;
import java.util.Optional;

/// What a client of the live socket may say, read once at the door.
sealed interface LiveRequest {

    /// More channels than a wall of screens needs.
    int CHANNELS = 64;
    /// A subscription with 64 channels and a token stays below it.
    int FRAME_CHARACTERS = 8_192;

    /// @param after where an earlier connection stopped
    record Subscribe(Optional<String> token, List<Channel> channels, Optional<Position> after) implements LiveRequest {

        /// Without the token, which must not reach a log.
        @Override
        public String toString() {
            return "Subscribe " + channels;
        }
    }

    record Pong() implements LiveRequest {}

    record Unreadable() implements LiveRequest {}

    static LiveRequest read(String text) {
        if (text.length() > FRAME_CHARACTERS) {
            return new Unreadable();
        }
        try {
            return Json.parse(text) instanceof Json.Obj object ? read(object) : new Unreadable();
        } catch (IllegalArgumentException e) {
            return new Unreadable();
        }
    }

    private static LiveRequest read(Json.Obj object) {
        return switch (text(object, "type").orElse("")) {
            case "pong" -> new Pong();
            case "subscribe" -> subscribe(object);
            default -> new Unreadable();
        };
    }

    private static LiveRequest subscribe(Json.Obj object) {
        if (!(object.fields().get("channels") instanceof Json.Arr(List<Json> items)) || items.isEmpty()
                || items.size() > CHANNELS) {
            return new Unreadable();
        }
        List<Optional<Channel>> channels = items.stream()
                .map(item -> item instanceof Json.Text(String name) ? Channel.parse(name) : Optional.<Channel>empty())
                .toList();
        Optional<String> after = text(object, "after");
        Optional<Position> position = after.flatMap(Position::parse);
        if (channels.stream().anyMatch(Optional::isEmpty) || (after.isPresent() && position.isEmpty())) {
            return new Unreadable();
        }
        return new Subscribe(text(object, "token"), channels.stream().flatMap(Optional::stream).toList(), position);
    }

    private static Optional<String> text(Json.Obj object, String name) {
        return object.fields().get(name) instanceof Json.Text(String value) ? Optional.of(value) : Optional.empty();
    }
}
