package dev.lintel.edge.door;

import dev.lintel.edge.copy.DiskFault;
import dev.lintel.edge.copy.DoorWriting;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the door knows about its disk: whether it takes what is decided, and when to ask again one that does not.
///
/// Changed by the door's thread alone; any thread may read [#saving].
final class Disk {

    private static final Logger LOG = LoggerFactory.getLogger(Disk.class);

    /// A disk that refused is tried again soon, then less often: each trial writes, and a worn card has little left.
    private static final long FIRST_TRIAL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_TRIAL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final DoorWriting store;
    private final DoorClock clock;
    private final Counter commits;
    private final Counter failures;
    private volatile Saving saving;
    private volatile boolean damaged;
    private long triedAtNanos;
    private long trialPauseNanos = FIRST_TRIAL_PAUSE_NANOS;

    Disk(DoorWriting store, DoorClock clock, MeterRegistry meters) {
        this.store = store;
        this.clock = clock;
        this.commits = meters.counter("lintel.door.commits");
        this.failures = meters.counter("lintel.door.failures");
        this.saving = new Saving.Fine(clock.moment().now());
        meters.gauge("lintel.door.saving", this, disk -> disk.saving() instanceof Saving.Fine ? 1 : 0);
    }

    Saving saving() {
        return saving;
    }

    /// Whether a page of the floor's file has gone bad. Other pages may still take a write, which proves nothing: only a start
    /// sets the file right.
    boolean damaged() {
        return damaged;
    }

    /// A decision is on the disk.
    ///
    /// @return whether that is news
    boolean committed() {
        commits.increment();
        return !damaged && saved();
    }

    private boolean saved() {
        Saving before = saving;
        saving = new Saving.Fine(clock.moment().now());
        if (before instanceof Saving.Failing(Instant since, String _)) {
            LOG.info("the door saves again; it could not since {}", since);
            return true;
        }
        return false;
    }

    /// A decision could not be written.
    ///
    /// @return whether it is news that nothing can be
    boolean failed(Exception e) {
        failures.increment();
        DiskFault fault = DiskFault.of(e);
        damaged |= fault.damage();
        if (saving instanceof Saving.Failing) {
            LOG.debug("the door still cannot save", e);
            return false;
        }
        LOG.error("the door could not save: nothing of it happened", e);
        if (!fault.concernsAll()) {
            return false;
        }
        saving = new Saving.Failing(clock.moment().now(), fault.sentence());
        triedAtNanos = System.nanoTime();
        trialPauseNanos = FIRST_TRIAL_PAUSE_NANOS;
        return true;
    }

    /// A disk that has failed is tried again while nobody touches anything, so that doors recover without a technician.
    ///
    /// @return whether it has just recovered
    boolean recovers() {
        if (saving instanceof Saving.Fine || damaged || System.nanoTime() - triedAtNanos < trialPauseNanos) {
            return false;
        }
        triedAtNanos = System.nanoTime();
        trialPauseNanos = Math.min(LONGEST_TRIAL_PAUSE_NANOS, trialPauseNanos * 2);
        try {
            store.trial();
            return saved();
        } catch (SQLException stillFailing) {
            LOG.debug("the disk still refuses", stillFailing);
            return false;
        }
    }
}
