package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.FloorStore;
import dev.lintel.edge.log.Op;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Decides for the floor, one errand after the other: load, decide, save, announce.
@Singleton
public final class DoorDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DoorDesk.class);

    /// At 2 ms a commit this is half a second of waiting, about as long as a finger believes in a touch.
    static final int QUEUE_LIMIT = 256;

    private final FloorStore floor;
    private final DoorStore store;
    private final DoorClock clock;
    private final DoorSide side = new DoorSide(new Sha256Chain());
    private final BlockingQueue<Errand> queue = new ArrayBlockingQueue<>(QUEUE_LIMIT);
    private final List<Watcher> watchers = new CopyOnWriteArrayList<>();
    private final Counter commits;
    private final Counter failures;
    private final Counter refusals;
    private final Thread thread;
    private volatile @Nullable DoorState state;
    private volatile boolean open = true;

    DoorDesk(FloorStore floor, DoorStore store, DoorClock clock, MeterRegistry meters) {
        this.floor = floor;
        this.store = store;
        this.clock = clock;
        this.commits = meters.counter("lintel.door.commits");
        this.failures = meters.counter("lintel.door.failures");
        this.refusals = meters.counter("lintel.door.refused.busy");
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

    private <T extends Errand> T put(T errand) throws InterruptedException {
        queue.put(errand);
        return errand;
    }

    private void work() {
        while (open) {
            Errand errand;
            try {
                errand = queue.take();
            } catch (InterruptedException stop) {
                return;
            }
            try {
                handle(errand);
            } catch (SQLException | RuntimeException e) {
                failures.increment();
                LOG.error("the door could not save: nothing of it happened", e);
                fail(errand, e);
            }
        }
    }

    private static void fail(Errand errand, Exception e) {
        switch (errand) {
            case Errand.Touch touch -> touch.reply().complete(new TouchReply.NotSaved());
            case Errand.Feed _,Errand.Acknowledged _,Errand.Welcomed _,Errand.Begin _,Errand.Connecting _,Errand.Synced _,Errand.Keep _ ->
                errand.reply()
                        .completeExceptionally(e);
        }
    }

    private void handle(Errand errand) throws SQLException {
        switch (errand) {
            case Errand.Touch touch -> touched(touch);
            case Errand.Feed feed -> fed(feed);
            case Errand.Acknowledged(Mark mark, CompletableFuture<Outcome> reply) -> {
                DoorState now = known();
                one(new DoorInput.LogAcknowledged(mark, floor.logHash(now.at().epoch(), mark.seq())), reply);
            }
            case Errand.Welcomed(Generation generation, CompletableFuture<Outcome> reply) -> one(
                    new DoorInput.Welcomed(generation), reply);
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
        }
    }

    private void touched(Errand.Touch touch) throws SQLException {
        DoorState before = state;
        if (before == null) {
            touch.reply().complete(new TouchReply.Unready());
            return;
        }
        try (Op _ = Op.of(touch.operation())) {
            DoorStep step = side.step(before, new DoorInput.Touched(touch.operation(), touch.command(), clock.moment()));
            commit(List.of(step));
            if (step.outcome() instanceof Outcome.Answered(var answer)) {
                LOG.info("{}: {}", touch.command().slug(), answer.getClass().getSimpleName());
                touch.reply().complete(new TouchReply.Answered(answer));
            }
            announce(step.effects());
        }
    }

    private void one(DoorInput input, CompletableFuture<Outcome> reply) throws SQLException {
        DoorStep step = side.step(known(), input);
        commit(List.of(step));
        reply.complete(step.outcome());
        announce(step.effects());
    }

    /// A batch of the feed is one transaction: its entries are consecutive, and the cloud hears of the last one only.
    private void fed(Errand.Feed feed) throws SQLException {
        DoorState now = known();
        Moment moment = clock.moment();
        List<DoorStep> steps = new ArrayList<>();
        List<Effect> effects = new ArrayList<>();
        Optional<Long> missingFrom = Optional.empty();
        for (Entry entry : feed.entries()) {
            DoorStep step = side.step(now, new DoorInput.FeedArrived(entry,
                    entry.seq() > now.at().feed().seq() ? Optional.empty() : floor.feedHash(now.at().epoch(), entry.seq()),
                    moment));
            steps.add(step);
            effects.addAll(step.effects());
            now = step.state();
            if (step.outcome() instanceof Outcome.Gap(long from)) {
                missingFrom = Optional.of(from);
                break;
            }
        }
        commit(steps);
        long applied = now.at().feed().seq();
        for (Entry entry : feed.entries()) {
            if (entry.seq() <= applied) {
                try (Op _ = Op.of(entry.head().operation())) {
                    LOG.info("feed entry {} applied", entry.seq());
                }
            }
        }
        feed.reply().complete(new FeedReply(now.at().feed(), missingFrom));
        announce(effects);
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

    private DoorState known() {
        DoorState now = state;
        if (now == null) {
            throw new IllegalStateException("the link speaks about a floor this edge does not have yet");
        }
        return now;
    }

    /// First the disk, then the memory; what did not change anything costs no commit.
    private void commit(List<DoorStep> steps) throws SQLException {
        if (steps.isEmpty()) {
            return;
        }
        if (steps.stream().anyMatch(step -> !step.changes().isEmpty() || !step.entries().isEmpty())) {
            store.write(steps, clock.moment().now());
            commits.increment();
        }
        state = steps.getLast().state();
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
            watchers.forEach(watcher -> watcher.changed(now, effects));
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
