package dev.lintel.cloud.live;

import java.util.Optional;
import java.util.UUID;

/// What can be watched: `tenant`, `site:<id>`, `floor:<id>` or `space:<id>`, always inside the watcher's own tenant, and `me`:
/// what is for the watcher alone.
public sealed interface Channel {

    record Tenant() implements Channel {}

    record Site(UUID id) implements Channel {}

    record Floor(UUID id) implements Channel {}

    record Space(UUID id) implements Channel {}

    /// Cannot be asked for by id: `me` is whoever the token names.
    record Person(UUID id) implements Channel {}

    record Me() implements Channel {}

    static Optional<Channel> parse(String text) {
        if (text.equals("tenant")) {
            return Optional.of(new Tenant());
        }
        if (text.equals("me")) {
            return Optional.of(new Me());
        }
        int colon = text.indexOf(':');
        if (colon < 0) {
            return Optional.empty();
        }
        try {
            UUID id = UUID.fromString(text.substring(colon + 1));
            return switch (text.substring(0, colon)) {
                case "site" -> Optional.of(new Site(id));
                case "floor" -> Optional.of(new Floor(id));
                case "space" -> Optional.of(new Space(id));
                default -> Optional.empty();
            };
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
