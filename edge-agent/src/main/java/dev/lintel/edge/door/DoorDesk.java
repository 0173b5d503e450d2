package dev.lintel.edge.door;

import dev.lintel.edge.copy.DiskFault;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.FloorStore;
import dev.lintel.edge.copy.TidyStore;
import dev.lintel.edge.log.Op;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides for the floor, one errand after the other: load, decide, save, announce. Errands that wait at the same time
/// share a commit ([Round]).
@Singleton
public final class DoorDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DoorDesk.class);

    /// At 2 ms a commit this is half a second of waiting, about as long as a finger believes in a touch.
    static final int QUEUE_LIMIT = 256;

    /// Errands that share a commit at most: a finger that comes later waits for no more than this.
    static final int ROUND_LIMIT = 64;

    private static final long IDLE_MILLIS = 500;
    private static final long PULSE_NANOS = TimeUnit.MILLISECONDS.toNanos(900);

    /// A disk that refused is tried again soon, then less often: each trial writes, and a worn card has little left.
    private static final long FIRST_TRIAL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(1);
    private static final long LONGEST_TRIAL_PAUSE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final FloorStore floor;
    private final Deciding deciding;
    private final DoorStore store;
    private final TidyStore tidy;
    private final DoorClock clock;
    private final BlockingQueue<Errand> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final Counter commits;
    private final Counter failures;
    private final Counter refusals;
    private final DistributionSummary touchesPerCommit;
    private final Thread thread;
    private volatile @Nullable DoorState state;
    private volatile Saving saving;
    private volatile boolean open = true;
    private volatile long beatAtNanos = System.nanoTime();
    private long triedAtNanos;
    private long pulsedAtNanos = System.nanoTime();
    private long trialPauseNanos = FIRST_TRIAL_PAUSE_NANOS;

    DoorDesk(FloorStore floor, DoorStore store, TidyStore tidy, DoorClock clock, MeterRegistry meters) {
        this.floor = floor;
        this.deciding = new Deciding(floor, clock);
        this.store = store;
        this.tidy = tidy;
        this.clock = clock;
        this.commits = meters.counter("lintel.door.commits");
        this.failures = meters.counter("lintel.door.failures");
        this.refusals = meters.counter("lintel.door.refused.busy");
        this.touchesPerCommit = meters.summary("lintel.door.errands.per.commit");
        this.saving = new Saving.Fine(clock.moment().now());
        meters.gauge("lintel.door.saving", this, desk -> desk.saving() instanceof Saving.Fine ? 1 : 0);
        meters.gaugeCollectionSize("lintel.door.queue", List.of(), queue);
        this.thread = Thread.ofPlatform().name("door").unstarted(this::work);
    }

    /// Loads the floor and begins to decide.
    public void start() throws SQLException {
        state = floor.load().orElse(null);
        thread.start();
        state().ifPresentOrElse(
                loaded -> LOG.info("the door of floor {} decides up to {}", loaded.at().floor(), loaded.at().line().at()),
                () -> LOG.info("this edge has no floor yet"));
    }

    public void watch(Watcher watcher) {
        watchers.add(watcher);
        state().ifPresent(known -> watcher.changed(known, List.of()));
    }

    public void unwatch(Watcher watcher) {
        watchers.remove(watcher);
    }

    /// The floor as of the last commit; empty before enrolment.
    public Optional<DoorState> state() {
        return Optional.ofNullable(state);
    }

    /// Whether what is decided here can be saved at present.
    public Saving saving() {
        return saving;
    }

    /// How long the door's loop has not turned; more than some seconds means that a write hangs.
    public Duration sinceBeat() {
        return Duration.ofNanos(System.nanoTime() - beatAtNanos);
    }

    public boolean alive() {
        return thread.isAlive();
    }

    /// Asks for something on a person's behalf. Never waits: a full queue is an answer too.
    public CompletableFuture<TouchReply> touch(OperationId operation, BookingCommand command) {
        CompletableFuture<TouchReply> reply = new CompletableFuture<>();
        if (!open || !queue.offer(new Errand.Touch(operation, command, reply))) {
            refusals.increment();
            reply.complete(new TouchReply.Busy());
        }
        return reply;
    }

    /// Hands over a piece of the cloud's feed; waits while the queue is full, which holds the link back.
    public CompletableFuture<FeedReply> feed(List<Entry> entries) throws InterruptedException {
        return put(new Errand.Feed(List.copyOf(entries), new CompletableFuture<>())).reply();
    }

    public CompletableFuture<Outcome> acknowledged(Mark mark) throws InterruptedException {
        return put(new Errand.Acknowledged(mark, new CompletableFuture<>())).reply();
    }

    public CompletableFuture<Outcome> welcomed(Generation generation) throws InterruptedException {
        return put(new Errand.Welcomed(generation, new CompletableFuture<>())).reply();
    }

    /// Gives this edge its floor. Changes nothing if it has that floor already.
    public CompletableFuture<Boolean> begin(FloorId floorId, long epoch) throws InterruptedException {
        return put(new Errand.Begin(floorId, epoch, new CompletableFuture<>())).reply();
    }

    /// The number of the connection about to be made, counted durably.
    public CompletableFuture<Long> connecting() throws InterruptedException {
        return put(new Errand.Connecting(new CompletableFuture<>())).reply();
    }

    public CompletableFuture<Boolean> synced(Instant at) throws InterruptedException {
        return put(new Errand.Synced(at, new CompletableFuture<>())).reply();
    }

    /// Keeps something that was seen or said here, which decides nothing; the cloud reads it with the log. Never waits.
    public CompletableFuture<Outcome> notice(OperationId operation, String kind, Optional<SpaceId> space) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        if (!open || !queue.offer(new Errand.Notice(operation, kind, space, reply))) {
            refusals.increment();
            reply.completeExceptionally(new IllegalStateException("the door has too much to do"));
        }
        return reply;
    }

    /// Asks to be called on the door's thread about once a second.
    public void pulse(Pulse pulse) {
        pulses.add(pulse);
    }

    /// Writes rows that are no decision (panels, pairings) on the one thread that writes. Never waits; what is refused
    /// for want of room, or by the disk, completes exceptionally.
    public CompletableFuture<Boolean> keep(DoorStore.Writing writing) {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        if (!open || !queue.offer(new Errand.Keep(writing, reply))) {
            refusals.increment();
            reply.completeExceptionally(new IllegalStateException("the door has too much to do"));
        }
        return reply;
    }

    /// Takes over the cloud's copy of this floor, in one transaction with what this door decided since it was taken.
    public CompletableFuture<Outcome> swap(Snapshot snapshot) throws InterruptedException {
        return put(new Errand.Swap(snapshot, new CompletableFuture<>())).reply();
    }

    /// Says that the copy cannot be trusted: nothing is decided here until the cloud's snapshot has come.
    public CompletableFuture<Outcome> doubt(String reason) throws InterruptedException {
        return put(new Errand.Doubt(reason, new CompletableFuture<>())).reply();
    }

    /// Removes a few rows that are kept no longer, and says whether there are more.
    public CompletableFuture<Boolean> tidy() throws InterruptedException {
        return put(new Errand.Tidy(new CompletableFuture<>())).reply();
    }

    private <T extends Errand> T put(T errand) throws InterruptedException {
        queue.put(errand);
        return errand;
    }

    private void work() {
        List<Errand> waiting = new ArrayList<>(ROUND_LIMIT);
        while (open) {
            beatAtNanos = System.nanoTime();
            beat();
            try {
                Errand first = queue.poll(IDLE_MILLIS, TimeUnit.MILLISECONDS);
                if (first == null) {
                    tryTheDisk();
                    continue;
                }
                waiting.add(first);
                queue.drainTo(waiting, ROUND_LIMIT - 1);
            } catch (InterruptedException stop) {
                return;
            }
            serve(waiting);
            waiting.clear();
        }
    }

    private void beat() {
        DoorState now = state;
        if (now == null || System.nanoTime() - pulsedAtNanos < PULSE_NANOS) {
            return;
        }
        pulsedAtNanos = System.nanoTime();
        for (Pulse pulse : pulses) {
            try {
                pulse.beat(now, clock.moment());
            } catch (RuntimeException e) {
                LOG.error("something that is looked at as time passes failed", e);
            }
        }
    }

    /// Decides what waits, in order, and writes it with as few commits as its kinds allow.
    private void serve(List<Errand> waiting) {
        Round round = new Round(state);
        for (Errand errand : waiting) {
            try {
                if (errand.shares()) {
                    deciding.decide(round, errand);
                } else {
                    finish(round);
                    alone(errand);
                    round = new Round(state);
                }
            } catch (SQLException | RuntimeException e) {
                failed(e);
                fail(errand, e);
                round = errand.shares() ? round : new Round(state);
            }
        }
        finish(round);
    }

    private static void fail(Errand errand, Exception e) {
        switch (errand) {
            case Errand.Touch touch -> touch.reply().complete(new TouchReply.NotSaved());
            case Errand.Feed _,Errand.Acknowledged _,Errand.Welcomed _,Errand.Begin _,Errand.Connecting _,Errand.Synced _,Errand.Keep _,Errand.Swap _,Errand.Tidy _,Errand.Doubt _,Errand.Notice _ ->
                errand.reply()
                        .completeExceptionally(e);
        }
    }

    private void alone(Errand errand) throws SQLException {
        switch (errand) {
            case Errand.Begin begin -> begun(begin);
            case Errand.Connecting(CompletableFuture<Long> reply) -> reply.complete(store.connection());
            case Errand.Synced(Instant at, CompletableFuture<Boolean> reply) -> {
                store.synced(at);
                reply.complete(true);
            }
            case Errand.Keep(DoorStore.Writing writing, CompletableFuture<Boolean> reply) -> {
                store.keep(writing);
                reply.complete(true);
            }
            case Errand.Swap swap -> {
                Round round = new Round(state);
                deciding.decide(round, swap);
                finish(round);
            }
            case Errand.Tidy(CompletableFuture<Boolean> reply) -> reply.complete(tidied());
            case Errand.Touch _,Errand.Feed _,Errand.Acknowledged _,Errand.Welcomed _,Errand.Doubt _,Errand.Notice _ ->
                throw new IllegalStateException(
                        "this errand shares a commit");
        }
    }

    /// With a clock that nobody has vouched for, or one ahead of what the cloud has ever granted, nothing is old.
    private boolean tidied() throws SQLException {
        DoorState before = state;
        Moment moment = clock.moment();
        if (before == null || !moment.quality().permitsNow()) {
            return false;
        }
        Instant line = before.at().line().at();
        Set<BookingId> needed = before.requests().map(request -> request.command().booking()).collect(Collectors.toSet());
        TidyStore.Tidied tidied = tidy.tidy(moment.now().isBefore(line) ? moment.now() : line, needed);
        state = before.without(tidied.bookings(), tidied.answers());
        return tidied.more();
    }

    private void begun(Errand.Begin begin) throws SQLException {
        DoorState before = state;
        if (before == null) {
            DoorPosition fresh = DoorPosition.fresh(begin.floor(), begin.epoch());
            store.begin(fresh, clock.moment().now());
            state = DoorState.empty(fresh);
            announce(List.of());
        } else if (!before.at().floor().equals(begin.floor())) {
            throw new IllegalStateException(
                    "this edge keeps floor " + before.at().floor() + " and cannot take " + begin.floor());
        }
        begin.reply().complete(true);
    }

    /// First the disk, then the memory, then the screens, then those who asked: an answer never arrives before the
    /// picture that it speaks of.
    private void finish(Round round) {
        try {
            if (round.writes()) {
                store.write(round.steps(), clock.moment().now());
                commits.increment();
                touchesPerCommit.record(round.errands().size());
                saved();
            }
        } catch (SQLException | RuntimeException e) {
            failed(e);
            if (round.errands().size() > 1 && !DiskFault.of(e).concernsAll()) {
                // One of them cannot be written. The others must not pay for it.
                round.errands().forEach(errand -> serve(List.of(errand)));
            } else {
                round.errands().forEach(errand -> fail(errand, e));
            }
            return;
        }
        state = round.state().orElse(null);
        if (!round.steps().isEmpty()) {
            announce(round.effects());
        }
        round.replies().forEach(Runnable::run);
    }

    private void saved() {
        if (saving instanceof Saving.Failing(Instant since, String _)) {
            LOG.info("the door saves again; it could not since {}", since);
            saving = new Saving.Fine(clock.moment().now());
            announce(List.of());
        } else {
            saving = new Saving.Fine(clock.moment().now());
        }
    }

    private void failed(Exception e) {
        failures.increment();
        LOG.error("the door could not save: nothing of it happened", e);
        DiskFault fault = DiskFault.of(e);
        if (fault.concernsAll() && saving instanceof Saving.Fine) {
            saving = new Saving.Failing(clock.moment().now(), fault.sentence());
            triedAtNanos = System.nanoTime();
            trialPauseNanos = FIRST_TRIAL_PAUSE_NANOS;
            announce(List.of());
        }
    }

    /// A disk that has failed is tried again while nobody touches anything, so that doors recover without a technician.
    private void tryTheDisk() {
        if (saving instanceof Saving.Failing && System.nanoTime() - triedAtNanos >= trialPauseNanos) {
            triedAtNanos = System.nanoTime();
            trialPauseNanos = Math.min(LONGEST_TRIAL_PAUSE_NANOS, trialPauseNanos * 2);
            try {
                store.trial();
                saved();
            } catch (SQLException stillFailing) {
                LOG.debug("the disk still refuses", stillFailing);
            }
        }
    }

    private void announce(List<Effect> effects) {
        for (Effect effect : effects) {
            switch (effect) {
                case Effect.Alarm(String kind, String detail) -> LOG.error("alarm {}: {}", kind, detail);
                case Effect.Decided(OperationId operation, var _, var answer) -> {
                    try (Op _ = Op.of(operation)) {
                        LOG.info("decided: {}", answer.getClass().getSimpleName());
                    }
                }
            }
        }
        DoorState now = state;
        if (now != null) {
            watchers.forEach(watcher -> tell(watcher, now, effects));
        }
    }

    /// What goes wrong on a screen must not end the thread that decides.
    private static void tell(Watcher watcher, DoorState now, List<Effect> effects) {
        try {
            watcher.changed(now, effects);
        } catch (RuntimeException e) {
            LOG.error("a watcher of the door failed", e);
        }
    }

    /// Finishes the errand at hand and takes no more.
    @Override
    public void close() {
        open = false;
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        queue.forEach(errand -> fail(errand, new IllegalStateException("the agent stops")));
    }
}
