package dev.lintel.cloud.account;

import dev.lintel.protocol.identity.PersonId;
import java.time.Instant;

/// Somebody of a tenant.
public record Person(PersonId id, String email, String name, Role role, boolean active, Instant createdAt) {}
