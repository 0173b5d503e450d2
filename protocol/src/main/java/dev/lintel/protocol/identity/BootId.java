package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names one start of an edge's machine. It is never used again, so one that comes back tells of two machines.
public record BootId(UUID value) implements Comparable<BootId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static BootId of(String text) {
        return new BootId(UuidText.parse(text));
    }

    @Override
    public int compareTo(BootId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
