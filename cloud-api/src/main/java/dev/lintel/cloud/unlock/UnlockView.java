package dev.lintel.cloud.unlock;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// How a person can make themselves known at doors. What they would show is never told.
///
/// @param doorNumber typed before the PIN; absent until there was one
/// @param pinSetAt absent: there is none
/// @param badgeSetAt absent: there is none
@Serdeable
public record UnlockView(UUID person, @Nullable String doorNumber, @Nullable Instant pinSetAt, @Nullable Instant badgeSetAt) {}
