package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names one life of the cloud's database. A restore from a backup starts a new one, so a door can tell that the cloud may have forgotten what it once decided.
public record Generation(UUID value) implements Comparable<Generation> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static Generation of(String text) {
        return new Generation(UuidText.parse(text));
    }

    @Override
    public int compareTo(Generation other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
