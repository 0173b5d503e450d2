package dev.lintel.cloud.booking;

import dev.lintel.protocol.wire.Json;
import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An equivalent that was free when it was looked for: another room at the same time, or the same room at another.
@Serdeable
public record Offer(UUID space, String spaceName, UUID floor, String floorName, int capacity, Instant start, Instant end) {

    static Offer of(Alternatives.Alternative alternative) {
        var space = alternative.space();
        return new Offer(space.id().value(), space.name(), alternative.floor().value(), space.floorName(), space.capacity(),
                alternative.slot().start(), alternative.slot().end());
    }

    static List<Offer> all(List<Alternatives.Alternative> alternatives) {
        return alternatives.stream().map(Offer::of).toList();
    }

    Json.Obj json() {
        return Json.object()
                .with("space", space.toString())
                .with("spaceName", spaceName)
                .with("floor", floor.toString())
                .with("floorName", floorName)
                .with("capacity", capacity)
                .with("start", start.toString())
                .with("end", end.toString());
    }
}
