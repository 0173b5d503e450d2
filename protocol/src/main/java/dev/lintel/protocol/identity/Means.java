package dev.lintel.protocol.identity;

import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/// How somebody at a door can show who they are.
public enum Means {
    PIN, BADGE;

    /// As policies, verifiers and panels name it.
    public String slug() {
        return name().toLowerCase(Locale.ROOT);
    }

    /// Empty for a means of a later version.
    public static Optional<Means> of(String slug) {
        return Stream.of(values()).filter(means -> means.slug().equals(slug)).findFirst();
    }
}
