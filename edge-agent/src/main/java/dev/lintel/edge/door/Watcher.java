package dev.lintel.edge.door;

import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import java.util.List;

/// Who wants to know that the floor has changed: screens, lights, the pump. Called on the door's thread after a commit;
/// a watcher hands over and returns.
@FunctionalInterface
public interface Watcher {

    void changed(DoorState state, List<Effect> effects);
}
