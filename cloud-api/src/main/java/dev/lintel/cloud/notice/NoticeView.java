package dev.lintel.cloud.notice;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// A notice as its person reads it, in their language.
///
/// @param kind confirmed, declined, moved-elsewhere, released, stands-again, cancelled, changed, change-declined,
///     attended-though-over or filed
/// @param text plain, of several lines
/// @param booking the one it is about
/// @param op the decision it tells of
/// @param because the slug of the refusal it tells of
/// @param instead what was booked in its place
@Serdeable
public record NoticeView(UUID id, String kind, String subject, String text, UUID booking, UUID op, @Nullable String because,
        @Nullable UUID instead, Instant at, @Nullable Instant readAt) {}
