package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a person. The name shown beside it is reduced by privacy before it reaches a door.
public record PersonId(UUID value) implements Comparable<PersonId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static PersonId of(String text) {
        return new PersonId(UuidText.parse(text));
    }

    @Override
    public int compareTo(PersonId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
