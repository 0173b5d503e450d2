package dev.lintel.cloud.place;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A floor, and where its line stands.
///
/// @param level which storey it is
/// @param link `linked`, `offline`, or `none` where no door has ever called
/// @param line before it the door decides, from it on the cloud; absent: the cloud decides all
/// @param feedSeq last entry written for the door
/// @param feedAckedSeq last entry the door has acknowledged
/// @param doorLogSeq last entry of the door's log applied here
@Serdeable
public record FloorView(UUID id, UUID site, String name, @Nullable Integer level, int horizonMinutes, String link,
        @Nullable Instant linkChangedAt, long epoch, @Nullable Instant line, long feedSeq, long feedAckedSeq,
        long doorLogSeq, Instant createdAt) {}
