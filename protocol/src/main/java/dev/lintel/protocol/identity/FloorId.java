package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a floor, the unit that has one door and one line.
public record FloorId(UUID value) implements Comparable<FloorId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static FloorId of(String text) {
        return new FloorId(UuidText.parse(text));
    }

    @Override
    public int compareTo(FloorId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
