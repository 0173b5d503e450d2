package dev.lintel.protocol.presence;

import java.time.Instant;

/// What becomes of "somebody is here" at the panel, while a release is announced.
public sealed interface Keeping {

    /// Put off, once.
    record PutOff(NoShow next, Instant releasesAt) implements Keeping {}

    /// It was put off before; only a check-in keeps the room now.
    record Already(Instant releasesAt) implements Keeping {}

    /// No release is announced.
    record Nothing() implements Keeping {}
}
