package dev.lintel.edge.upkeep;

import dev.lintel.edge.copy.BackupStore;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Pulse;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Has a backup made each night, and after a start if the last is older than a day.
///
/// It is for the day on which the file is damaged while the cloud is out of reach: what was decided here and has not been
/// sent exists nowhere else.
@Context
public final class Backups implements Pulse, AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Backups.class);

    /// A machine that is restarted often need not wear its card with a backup each time; nor is one needed at three that was
    /// made in the evening.
    private static final Duration RECENT = Duration.ofHours(6);
    /// Whatever came between, a backup is made when the last is older than a day and the time until the next night's.
    private static final Duration LATE = Duration.ofHours(26);
    private static final Duration BETWEEN_ATTEMPTS = Duration.ofHours(1);
    /// One night may fail; two in a row want somebody to look.
    private static final Duration TOO_OLD = Duration.ofHours(50);
    private static final long LONGEST_SECONDS = 20;

    private final BackupStore store;
    private final MeterRegistry meters;
    private final QuietMoment quiet = new QuietMoment();
    private final ExecutorService thread = Executors
            .newSingleThreadExecutor(Thread.ofPlatform().name("backup").daemon().factory());
    private final AtomicInteger setAside = new AtomicInteger();
    private volatile State state;
    private Optional<Instant> triedAt = Optional.empty();

    /// How things stand with the backups.
    ///
    /// @param newest when the last good one was taken
    /// @param trouble why the last attempt gave none
    public record State(Optional<Instant> newest, Optional<String> trouble) {

        /// Whether somebody should look: the last attempt failed, or there has been none for two nights.
        public boolean worries(Instant now) {
            return trouble.isPresent() || newest.filter(at -> at.isAfter(now) || at.plus(TOO_OLD).isBefore(now)).isPresent();
        }
    }

    Backups(DoorDesk desk, BackupStore store, MeterRegistry meters) {
        this.store = store;
        this.meters = meters;
        this.state = found(store);
        meters.gauge("lintel.backup.newest.seconds", this,
                backups -> backups.state().newest().map(Instant::getEpochSecond).orElse(0L));
        setAside.set(setAside(store));
        meters.gauge("lintel.copy.set.aside", setAside);
        desk.pulse(this);
    }

    public State state() {
        return state;
    }

    @Override
    public void beat(DoorState floor, Moment moment) {
        Instant now = moment.now();
        if (!moment.quality().permitsNow() || !due(now, quiet.comes(now, QuietMoment.zone(floor)))) {
            return;
        }
        triedAt = Optional.of(now);
        try {
            thread.execute(() -> take(now));
        } catch (RejectedExecutionException stopping) {
            LOG.debug("no backup while the agent stops", stopping);
        }
    }

    /// A backup that has the time of a clock that was ahead tells nothing of its age.
    private boolean due(Instant now, boolean quietMoment) {
        Optional<Instant> newest = state.newest().filter(at -> !at.isAfter(now));
        if (quietMoment) {
            return newest.filter(at -> at.plus(RECENT).isAfter(now)).isEmpty();
        }
        return triedAt.filter(at -> !at.isAfter(now) && at.plus(BETWEEN_ATTEMPTS).isBefore(now)).isPresent()
                && newest.filter(at -> at.plus(LATE).isAfter(now)).isEmpty();
    }

    private void take(Instant now) {
        try {
            setAside.set(store.forgetSetAside(now));
        } catch (IOException e) {
            LOG.warn("damaged files that were set aside could not be looked through: {}", e.getMessage());
        }
        long begun = System.nanoTime();
        switch (store.take(now)) {
            case BackupStore.Outcome.Taken(var backup, long bytes) -> {
                state = new State(Optional.of(now), Optional.empty());
                meters.counter("lintel.backup.taken").increment();
                LOG.info("a backup of the floor's file was taken and checked: {}, {} kB, {} ms", backup, bytes / 1024,
                        TimeUnit.NANOSECONDS.toMillis(System.nanoTime() - begun));
            }
            case BackupStore.Outcome.NotTaken(String sentence) -> {
                state = new State(state.newest(), Optional.of(sentence));
                meters.counter("lintel.backup.failed").increment();
                LOG.warn("{}", sentence);
            }
        }
    }

    /// A folder that cannot be read is no reason for doors not to open.
    private static State found(BackupStore store) {
        try {
            return new State(store.kept().stream().findFirst().map(BackupStore.Backup::takenAt), Optional.empty());
        } catch (IOException e) {
            return new State(Optional.empty(), Optional.of("The backups cannot be read (" + e.getMessage() + ")."));
        }
    }

    private static int setAside(BackupStore store) {
        try {
            return store.setAside();
        } catch (IOException e) {
            LOG.warn("damaged files that were set aside could not be counted: {}", e.getMessage());
            return 0;
        }
    }

    /// A backup under way is finished: what it reads must not be closed beneath it.
    @PreDestroy
    @Override
    public void close() {
        thread.shutdown();
        try {
            if (!thread.awaitTermination(LONGEST_SECONDS, TimeUnit.SECONDS)) {
                LOG.warn("a backup has not ended within {} s", LONGEST_SECONDS);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
