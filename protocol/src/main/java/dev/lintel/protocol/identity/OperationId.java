package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names one wish of one person, from the touch to the last screen that shows it.
///
/// The same operation sent twice has one effect and one answer, so every party remembers answers by it. It is also what log lines are correlated by.
public record OperationId(UUID value) implements Comparable<OperationId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static OperationId of(String text) {
        return new OperationId(UuidText.parse(text));
    }

    @Override
    public int compareTo(OperationId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
