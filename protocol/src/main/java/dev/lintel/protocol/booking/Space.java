package dev.lintel.protocol.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.SpaceId;
import java.time.ZoneId;
import java.util.Optional;

/// A room or a desk as both parties know it: what a decision and a door's screen need of it.
///
/// @param privacy what a bystander in front of the door may read
/// @param closed why nobody may book it now, as a short stable word such as `out-of-service`
/// @param guard which actions at its door ask who it is
/// @param doorless R15: no door decides about it, as about a desk, wherever the line of its floor is. It never changes, for a party that still decided would not know.
public record Space(SpaceId id, String name, int capacity, String floorName, ZoneId zone, Policy policy, Privacy privacy,
        Optional<String> closed, Guard guard, boolean doorless) {

    public Space(SpaceId id, String name, int capacity, String floorName, ZoneId zone, Policy policy, Privacy privacy,
            Optional<String> closed) {
        this(id, name, capacity, floorName, zone, policy, privacy, closed, Guard.OPEN, false);
    }

    public Space(SpaceId id, String name, int capacity, String floorName, ZoneId zone, Policy policy, Privacy privacy,
            Optional<String> closed, Guard guard) {
        this(id, name, capacity, floorName, zone, policy, privacy, closed, guard, false);
    }

    public Space withoutDoor() {
        return new Space(id, name, capacity, floorName, zone, policy, privacy, closed, guard, true);
    }

    public Space {
        if (name.isBlank() || name.length() > Limits.NAME_CHARACTERS || floorName.length() > Limits.NAME_CHARACTERS) {
            throw new IllegalArgumentException("a name has 1 to " + Limits.NAME_CHARACTERS + " characters");
        }
        if (capacity < 1) {
            throw new IllegalArgumentException("a space seats at least one");
        }
    }
}
