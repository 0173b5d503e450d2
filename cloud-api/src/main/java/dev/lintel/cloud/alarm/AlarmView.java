package dev.lintel.cloud.alarm;

import io.micronaut.core.annotation.Nullable;
import io.micronaut.serde.annotation.Serdeable;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.UUID;

/// Something that somebody must look at.
///
/// @param kind a short word such as `edge-quarantined`
/// @param op the operation during which it was raised, which leads to the log and the trail
/// @param seenBy who has said that they have seen it, as the trail names them
@Serdeable
@Schema(name = "Alarm")
public record AlarmView(UUID id, Instant at, String kind, String detail, UUID site, UUID floor, UUID op,
        @Nullable Instant seenAt,
        @Nullable String seenBy) {}
