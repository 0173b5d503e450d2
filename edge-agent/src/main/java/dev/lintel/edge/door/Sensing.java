package dev.lintel.edge.door;

import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.util.Set;

/// What the sensors of this floor see. Asked on the door's thread when somebody far away wishes something about a booking.
@FunctionalInterface
public interface Sensing {

    /// Rooms in which somebody is at that moment.
    Set<SpaceId> occupied(Instant now);
}
