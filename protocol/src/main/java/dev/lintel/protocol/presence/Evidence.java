package dev.lintel.protocol.presence;

import java.time.Instant;
import java.util.Optional;

/// What sensors can say against somebody's having come, about a whole stretch of time.
///
/// @param lastSignAt the last sign of anybody, from any sensor, healthy or not
/// @param leastTechnologies how many kinds of sensors could be believed when they were silent, all of the kind, at the worst moment
public record Evidence(Optional<Instant> lastSignAt, int leastTechnologies) {}
