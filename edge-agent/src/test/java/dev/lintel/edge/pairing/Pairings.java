package dev.lintel.edge.pairing;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.identity.TimeOrdered;
import java.time.InstantSource;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;

/// Pairing for stories that start no agent.
@NullMarked
public final class Pairings {

    private Pairings() {}

    /// Before the door's thread writes.
    public static Panels panels(DataFolder folder, CopyFile file, InstantSource clock) throws Exception {
        return new Panels(folder, new PanelStore(file), clock, new SplittableRandom(11));
    }

    public static PairingDesk desk(DoorDesk door, Panels panels, CopyFile file, InstantSource clock) throws Exception {
        SplittableRandom chance = new SplittableRandom(12);
        return new PairingDesk(door, panels, new PanelStore(file), clock, chance, new TimeOrdered(clock, chance));
    }
}
