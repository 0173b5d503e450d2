package dev.lintel.cloud.place;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/// A site: a place with one clock.
@Serdeable
public record SiteView(UUID id, String name, String timeZone, Instant createdAt) {}
