package dev.lintel.cloud.live;

import dev.lintel.protocol.wire.Json;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/// What the live socket says, as JSON text.
final class LiveFrames {

    static final String PING = Json.object().with("type", "ping").canonical();

    private LiveFrames() {}

    /// The watcher is subscribed; what happens after this position will be told.
    static String subscribed(Position position) {
        return Json.object().with("type", "subscribed").with("position", position.toString()).canonical();
    }

    /// Events up to this position are not told one by one: read the resources, then go on from here.
    static String snapshot(Position position) {
        return Json.object().with("type", "snapshot").with("position", position.toString()).canonical();
    }

    /// A slug of the problem catalogue; nothing that the client sent is repeated.
    static String refused(String slug) {
        return Json.object().with("type", "refused").with("error", slug).canonical();
    }

    static String event(Position position, Instant at, UUID operation, UUID site, UUID floor, Optional<UUID> space, String kind,
            String body) {
        return Json.object()
                .with("type", "event")
                .with("position", position.toString())
                .with("at", at.toString())
                .with("op", operation.toString())
                .with("site", site.toString())
                .with("floor", floor.toString())
                .with("space", space.map(id -> new Json.Text(id.toString())))
                .with("kind", kind)
                .with("body", Json.parse(body))
                .canonical();
    }
}
