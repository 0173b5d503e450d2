package dev.lintel.edge.door;

import dev.lintel.edge.log.Op;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Everybody who is told what the door has decided, and the log first of all.
///
/// What goes wrong with a listener must not end the thread that decides.
final class Audience {

    private static final Logger LOG = LoggerFactory.getLogger(Audience.class);

    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();

    void add(Watcher watcher) {
        watchers.add(watcher);
    }

    void remove(Watcher watcher) {
        watchers.remove(watcher);
    }

    void tell(DoorState now, List<Effect> effects) {
        effects.forEach(Audience::note);
        for (Watcher watcher : watchers) {
            try {
                watcher.changed(now, effects);
            } catch (RuntimeException e) {
                LOG.error("a watcher of the door failed", e);
            }
        }
    }

    private static void note(Effect effect) {
        switch (effect) {
            // A door's own side never tells this: the cloud leads a booking from floor to floor.
            case Effect.Onward _ -> {
            }
            case Effect.Alarm(String kind, String detail) -> LOG.error("alarm {}: {}", kind, detail);
            case Effect.Decided(OperationId operation, var booking, var answer) -> {
                try (Op _ = Op.of(operation)) {
                    LOG.info("decided about booking {}: {}", booking, answer.getClass().getSimpleName());
                }
            }
        }
    }
}
