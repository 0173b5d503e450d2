package dev.lintel.edge.door;

import dev.lintel.edge.copy.ClockStore;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.ClockMemory;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.ClockRules;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import java.time.Duration;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps what is known of the time on the disk, each minute, and says when its worth changes.
@Context
public final class ClockWatch implements Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(ClockWatch.class);
    private static final Duration EACH = Duration.ofMinutes(1);

    private final DoorDesk desk;
    private final DoorClock clock;
    private final Counter writes;
    private @Nullable ClockMemory kept;
    private @Nullable Class<? extends ClockQuality> said;

    ClockWatch(DoorDesk desk, DoorClock clock, MeterRegistry meters) {
        this.desk = desk;
        this.clock = clock;
        meters.gauge("lintel.clock.uncertainty.seconds", clock, it -> it.moment().quality().uncertainty().toMillis() / 1e3);
        this.writes = meters.counter("lintel.clock.kept");
        desk.pulse(this);
    }

    @Override
    public void beat(DoorState state, Moment moment) {
        ClockRules.Look look = clock.look();
        if (!look.moment().quality().getClass().equals(said)) {
            said = look.moment().quality().getClass();
            LOG.info("the clock is {}: {}", said.getSimpleName(), look.moment().now());
        }
        ClockMemory before = kept;
        if (before == null || !look.memory().running().minus(before.running()).minus(EACH).isNegative()) {
            kept = look.memory();
            var _ = desk.keep(ClockStore.kept(look.memory())).thenRun(writes::increment);
        }
    }
}
