package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.provisioning.world.cloud.FloorRows;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// What a door has said in its greeting that it still has to tell, and which decisions that then were.
final class Backlogs {

    /// A link that breaks again must not silence a floor, so what comes later is news of its own.
    private static final Duration LONGEST = Duration.ofSeconds(60);

    /// @param last entry of it; where a door tells again what it decided in an earlier epoch, nobody knows
    record Backlog(long epoch, long last, Instant greetedAt) {

        boolean isOpenAt(Instant now) {
            return now.isBefore(greetedAt.plus(LONGEST));
        }
    }

    private final Map<FloorId, Backlog> present = new HashMap<>();
    private final Map<OperationId, Backlog> decided = new HashMap<>();

    void committed(FloorRows floor, CloudInput input, Outcome outcome, Instant now) {
        if (input instanceof CloudInput.Greeted greeted) {
            of(greeted.greeting(), floor, now).ifPresent(backlog -> present.put(floor.id(), backlog));
        } else if (input instanceof CloudInput.LogArrived arrived && outcome instanceof Outcome.Applied) {
            Optional.ofNullable(present.get(floor.id()))
                    .filter(backlog -> backlog.epoch() == floor.held().at().epoch() && backlog.isOpenAt(now))
                    .filter(backlog -> arrived.entry().seq() <= backlog.last())
                    .ifPresent(backlog -> decided.put(arrived.entry().head().operation(), backlog));
        }
    }

    private static Optional<Backlog> of(Greeting greeting, FloorRows floor, Instant now) {
        var at = floor.held().at();
        boolean before = greeting.epoch() < at.epoch() && greeting.log().seq() > at.before().seq();
        boolean more = greeting.epoch() == at.epoch() && greeting.log().seq() > at.log().seq();
        return before || more
                ? Optional.of(new Backlog(at.epoch(), before ? Long.MAX_VALUE : greeting.log().seq(), now))
                : Optional.empty();
    }

    /// Whether this was decided in a backlog of which more is still to come.
    boolean isBeingRead(OperationId decision, FloorRows floor, Instant now) {
        Backlog backlog = decided.get(decision);
        return backlog != null && backlog.equals(present.get(floor.id())) && backlog.isOpenAt(now)
                && backlog.epoch() == floor.held().at().epoch() && floor.held().at().log().seq() < backlog.last();
    }
}
