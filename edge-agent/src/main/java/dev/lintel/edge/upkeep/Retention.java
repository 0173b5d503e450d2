package dev.lintel.edge.upkeep;

import dev.lintel.edge.copy.TidyStore;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Pulse;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Removes what is kept no longer: each night, and soon after a start, because a machine that is switched off every
/// evening has no nights.
///
/// One step of a hundred rows a second: a floor that comes back from a month has thousands to remove, and touches that
/// come meanwhile wait for one step at most.
@Context
public final class Retention implements Pulse {

    private static final Logger LOG = LoggerFactory.getLogger(Retention.class);

    private final DoorDesk desk;
    private final MeterRegistry meters;
    private final QuietMoment quiet = new QuietMoment();
    private @Nullable Round round;
    private boolean asked;

    Retention(DoorDesk desk, MeterRegistry meters) {
        this.desk = desk;
        this.meters = meters;
        desk.pulse(this);
    }

    /// What the steps of one night have removed so far.
    private record Round(int bookings, int answers, int entries, int fed) {

        Round and(TidyStore.Tidied step) {
            return new Round(bookings + step.bookings().size(), answers + step.answers().size(), entries + step.entries(),
                    fed + step.fed());
        }
    }

    @Override
    public synchronized void beat(DoorState state, Moment moment) {
        if (round == null && moment.quality().permitsNow() && quiet.comes(moment.now(), QuietMoment.zone(state))) {
            round = new Round(0, 0, 0, 0);
        }
        Round sofar = round;
        if (sofar != null && !asked) {
            asked = true;
            var _ = desk.tidy().whenComplete((step, failure) -> {
                if (failure == null) {
                    removed(sofar.and(step), step);
                } else {
                    failed(failure);
                }
            });
        }
    }

    private synchronized void removed(Round sum, TidyStore.Tidied step) {
        asked = false;
        count("bookings", step.bookings().size());
        count("answers", step.answers().size());
        count("log", step.entries());
        count("feed", step.fed());
        if (step.more()) {
            round = sum;
            return;
        }
        round = null;
        meters.counter("lintel.retention.rounds").increment();
        LOG.info("removed what is kept no longer: {} bookings, {} answers, {} entries of the door log, {} notes of the feed",
                sum.bookings(), sum.answers(), sum.entries(), sum.fed());
    }

    private void count(String what, int rows) {
        meters.counter("lintel.retention.removed", "what", what).increment(rows);
    }

    /// Tried again the next night; a disk that refuses has been reported by the door itself.
    private synchronized void failed(Throwable failure) {
        asked = false;
        round = null;
        LOG.warn("what is kept no longer could not be removed: {}", failure.getMessage());
    }
}
