package dev.lintel.edge.fleet;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.pairing.PairingDesk;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.identity.TimeOrdered;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;

/// A fleet's end at an edge, for stories that start no agent.
@NullMarked
public final class Fleets {

    private Fleets() {}

    public static FleetDesk over(CopyFile file, DoorDesk door, DoorClock clock, Panels panels, PairingDesk pairing,
            EdgeSettings settings, DataFolder folder) throws Exception {
        FleetStore store = new FleetStore(file);
        return new FleetDesk(store, new Configuration(door, panels, settings, store), new IssueStates(store), pairing, door,
                clock, folder, new TimeOrdered(() -> clock.moment().now(), new SplittableRandom(13)));
    }
}
