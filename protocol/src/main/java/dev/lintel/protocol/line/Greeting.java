package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.Generation;
import java.time.LocalDate;
import java.util.Optional;

/// Where a door says it stands.
///
/// @param generation of the cloud it last heard, absent before the first welcome
/// @param proven whether the door trusts its copy; without that it decides nothing and waits for a snapshot. One that has said its last word waits for none
/// @param state what it has confirmed, in one hash
/// @param crosses whether its version knows of bookings that come from another floor or go there
public record Greeting(long epoch, Optional<Generation> generation, Line line, Mark log, Mark feed, boolean proven,
        Optional<Digest.Root> state, boolean crosses) {

    /// @param today in UTC, by the door's clock; a wrong one only chooses other days to compare
    public static Greeting of(DoorState door, LocalDate today) {
        DoorPosition at = door.at();
        boolean proven = door.proven() || at.standing() instanceof Standing.Ended;
        return new Greeting(at.epoch(), at.generation(), at.line(), at.log(), at.feed(), proven,
                Digest.of(door, today).map(Digest::root), true);
    }
}
