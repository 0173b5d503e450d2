package dev.lintel.cloud.device;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/// Something that somebody reported at a door.
///
/// @param id the operation of the touch that reported it
/// @param kind a short word such as `display` or `temperature`
/// @param state `open`, `taken` or `fixed`
@Serdeable
@Schema(name = "Issue")
public record IssueView(UUID id, UUID floor, @Nullable UUID space, String kind, Instant at, String state, Instant changedAt,
        @Nullable String changedBy) {}
