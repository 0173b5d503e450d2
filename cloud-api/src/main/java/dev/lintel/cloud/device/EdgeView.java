package dev.lintel.cloud.device;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/// An edge as an admin sees it.
///
/// @param state `awaiting` (its token was not used yet), `enrolled`, `revoked` or `retired`
@Serdeable
public record EdgeView(String id, String name, String state, List<UUID> floorIds, Instant createdAt) {

    /// A tenant with more floors than this reads by site in a later version.
    static final int PAGE = 500;
}
