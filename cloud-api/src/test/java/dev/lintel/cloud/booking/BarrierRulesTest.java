package dev.lintel.cloud.booking;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Coming;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/// When a floor's notices wait.
class BarrierRulesTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    private static final FloorPosition AT = FloorPosition.fresh(new FloorId(new UUID(11, 1)), new Generation(new UUID(3, 3)));
    private static final CloudInput BACKLOG = new CloudInput.Greeted(new Greeting(1, Optional.empty(), Line.NONE,
            new Mark(99, Hash.START), Mark.START, true, Optional.empty(), true), AT.generation());

    @Test
    void whoeverIsWelcomedWithABacklogHoldsThemUntilItIsApplied() {
        assertThat(after(new Outcome.Welcomed(1, 1, Coming.FEED)))
                .isEqualTo(new BarrierRules.Order.Hold(99, NOW.plus(BarrierRules.LONGEST)));
    }

    /// A card that was rolled back greets again and again.
    @Test
    void whoeverIsTurnedAwayHoldsNothing() {
        assertThat(after(new Outcome.Halted("log-rolled-back"))).isEqualTo(new BarrierRules.Order.LetGo(0));
    }

    private static BarrierRules.Order after(Outcome outcome) {
        return BarrierRules.of(List.of(BACKLOG), List.of(outcome), AT, NOW);
    }
}
