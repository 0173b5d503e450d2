package dev.lintel.protocol.presence;

import java.time.Instant;
import java.util.Map;
import java.util.Optional;

/// What the sensors of one room say at one moment.
///
/// @param shown somebody is there, for the screen: fast, and wrong now and then
/// @param used somebody is there, for statistics: strict
/// @param lastSignAt the last sign of anybody, from any sensor, healthy or not: a doubtful sensor may confirm presence
/// @param health of each sensor
/// @param healthyTechnologies how many kinds of sensors can be believed when they are silent
public record Presence(boolean shown, boolean used, Optional<Instant> lastSignAt, Map<String, SensorHealth> health,
        int healthyTechnologies) {

    public Presence {
        health = Map.copyOf(health);
    }
}
