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
/// @param healthyTechnologies how many kinds of sensors can be believed when they are silent: all of that kind are healthy
/// @param since from when on the screen has been showing this; absent where no sensor ever spoke
public record Presence(boolean shown, boolean used, Optional<Instant> lastSignAt, Map<String, SensorHealth> health,
        int healthyTechnologies, Optional<Instant> since) {

    public Presence {
        health = Map.copyOf(health);
    }

    /// The word for a screen: that nobody is there is only said by a sensor that can be believed.
    public String word() {
        if (shown) {
            return "present";
        }
        return healthyTechnologies > 0 ? "absent" : "unknown";
    }
}
