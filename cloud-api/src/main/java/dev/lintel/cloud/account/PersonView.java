package dev.lintel.cloud.account;

import io.micronaut.serde.annotation.Serdeable;
import java.time.Instant;
import java.util.UUID;

/// A person as the API shows them.
@Serdeable
public record PersonView(UUID id, String name, String email, String role, boolean active, Instant createdAt) {

    static PersonView of(Person person) {
        return new PersonView(person.id().value(), person.name(), person.email(), person.role().slug(), person.active(),
                person.createdAt());
    }
}
