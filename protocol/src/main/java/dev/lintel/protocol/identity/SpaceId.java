package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a space: a room or a desk.
public record SpaceId(UUID value) implements Comparable<SpaceId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static SpaceId of(String text) {
        return new SpaceId(UuidText.parse(text));
    }

    @Override
    public int compareTo(SpaceId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
