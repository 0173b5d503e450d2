package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.provisioning.world.door.DoorHost;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;

/// Where a promise is weaker, and from when on. Nothing else is forgiven.
public final class Excuses {

    private final Set<FloorId> forced = new HashSet<>();
    private final Set<FloorId> restored = new HashSet<>();
    private final Map<DoorHost, Long> cards = new HashMap<>();
    private int restores;

    /// R13: confirmed may clash from here on, and has to be recorded.
    public void force(FloorId floor) {
        forced.add(floor);
    }

    /// R16: this cloud has forgotten what it once told people.
    public void restore(FloorId floor) {
        restored.add(floor);
        restores++;
    }

    /// The door's disk is another one now.
    public void card(DoorHost door) {
        cards.merge(door, 1L, Long::sum);
    }

    boolean isForced(FloorId floor) {
        return forced.contains(floor);
    }

    boolean hasForgotten(FloorId floor) {
        return forced.contains(floor) || restored.contains(floor);
    }

    /// Changes whenever cursors of that door may go back.
    long card(DoorHost door, long none) {
        return cards.getOrDefault(door, none);
    }

    /// Changes whenever cursors of the cloud may go back.
    public int restores() {
        return restores;
    }
}
