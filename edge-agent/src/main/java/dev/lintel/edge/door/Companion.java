package dev.lintel.edge.door;

import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import java.util.Optional;

/// Who has something to write down whenever the door decides. Asked on the door's thread for each step before its commit,
/// which may still fail: whatever it remembers by itself it may only change in [Besides#then].
@FunctionalInterface
public interface Companion {

    /// @param before the floor as the step found it
    Optional<Besides> besides(DoorState before, DoorStep step);
}
