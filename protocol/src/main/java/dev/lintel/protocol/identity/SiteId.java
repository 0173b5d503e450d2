package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a site.
public record SiteId(UUID value) implements Comparable<SiteId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static SiteId of(String text) {
        return new SiteId(UuidText.parse(text));
    }

    @Override
    public int compareTo(SiteId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
