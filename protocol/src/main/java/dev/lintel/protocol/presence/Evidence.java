package dev.lintel.protocol.presence;

import java.time.Instant;
import java.util.Comparator;
import java.util.Optional;
import java.util.stream.Stream;

/// What sensors can say against somebody's having come, about a whole stretch of time.
///
/// @param lastSignAt the last sign of anybody, from any sensor, healthy or not
/// @param leastTechnologies how many kinds of sensors could be believed when they were silent, at the worst moment
public record Evidence(Optional<Instant> lastSignAt, int leastTechnologies) {

    /// What is known at the beginning: nothing against anybody, and nothing yet to doubt.
    public static final Evidence BEGINNING = new Evidence(Optional.empty(), Integer.MAX_VALUE);

    /// With one more look at the sensors, for a door that looks every few seconds and keeps no long recordings.
    public Evidence and(Presence seen) {
        Optional<Instant> last = Stream.concat(lastSignAt.stream(), seen.lastSignAt().stream()).max(Comparator.naturalOrder());
        return new Evidence(last, Math.min(leastTechnologies, seen.healthyTechnologies()));
    }
}
