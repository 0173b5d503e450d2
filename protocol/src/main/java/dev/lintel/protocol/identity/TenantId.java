package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a tenant: one company, whose data no other company ever sees.
public record TenantId(UUID value) implements Comparable<TenantId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static TenantId of(String text) {
        return new TenantId(UuidText.parse(text));
    }

    @Override
    public int compareTo(TenantId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
