package dev.lintel.edge.door;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Stores;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.time.InstantSource;
import org.jspecify.annotations.NullMarked;

/// Doors for stories that start no agent.
@NullMarked
public final class DoorDesks {

    private DoorDesks() {}

    public static DoorClock clock(InstantSource time) {
        return new DoorClock(time);
    }

    public static DoorDesk over(CopyFile file, DoorClock clock) {
        return new DoorDesk(Stores.floor(file), Stores.door(file), clock, new SimpleMeterRegistry());
    }
}
