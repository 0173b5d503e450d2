package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a panel: one screen beside one door.
public record PanelId(UUID value) implements Comparable<PanelId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static PanelId of(String text) {
        return new PanelId(UuidText.parse(text));
    }

    @Override
    public int compareTo(PanelId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
