package dev.lintel.protocol.wire;

import java.util.Optional;

/// Which version of the protocol two neighbours speak with each other.
///
/// A reader understands every version from the oldest it knows, and passes over what a later one adds; a writer keeps to the version that was agreed upon.
public final class Versions {

    private Versions() {}

    /// The newest version that both know, as told in a hello; empty where there is none.
    public static Optional<Integer> spoken(Message.Hello hello) {
        int newest = Math.min(hello.newest(), Envelope.CURRENT);
        int oldest = Math.max(hello.oldest(), Envelope.OLDEST);
        return oldest <= newest ? Optional.of(newest) : Optional.empty();
    }
}
