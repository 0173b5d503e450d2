package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.FloorStore;
import dev.lintel.edge.copy.TidyStore;
import dev.lintel.edge.time.Rhythm;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Where everybody else meets the door: what is asked of it goes into its inbox, and one thread decides about it, one
/// errand after the other. Errands that wait at the same time share a commit ([Round]).
@Singleton
public final class DoorDesk implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(DoorDesk.class);

    /// Errands that share a commit at most: a finger that comes later waits for no more than this.
    static final int ROUND_LIMIT = 64;

    private final Inbox inbox;
    private final Audience audience = new Audience();
    private final Disk disk;
    private final Committing committing;
    private final DoorClock clock;
    private final Rhythm rhythm;
    private final List<Pulse> pulses = new CopyOnWriteArrayList<>();
    private final Thread thread;
    private volatile long beatAtNanos = System.nanoTime();
    private long pulsedAtNanos = System.nanoTime();

    DoorDesk(FloorStore floor, DoorStore store, TidyStore tidy, DoorClock clock, Rhythm rhythm,
            MeterRegistry meters) {
        this.inbox = new Inbox(meters);
        this.disk = new Disk(store, clock, meters);
        this.committing = new Committing(floor, store, tidy::tidy, clock, disk, audience, meters);
        this.clock = clock;
        this.rhythm = rhythm;
        this.thread = Thread.ofPlatform().name("door").unstarted(this::work);
    }

    /// Loads the floor and begins to decide.
    public void start() throws SQLException {
        committing.load();
        thread.start();
        state().ifPresentOrElse(
                loaded -> LOG.info("the door of floor {} decides up to {}", loaded.at().floor(), loaded.at().line().at()),
                () -> LOG.info("this edge has no floor yet"));
    }

    public void watch(Watcher watcher) {
        audience.add(watcher);
        state().ifPresent(known -> watcher.changed(known, List.of()));
    }

    public void unwatch(Watcher watcher) {
        audience.remove(watcher);
    }

    /// The floor as of the last commit; empty before enrolment.
    public Optional<DoorState> state() {
        return committing.state();
    }

    /// Whether what is decided here can be saved at present.
    public Saving saving() {
        return disk.saving();
    }

    /// Whether the floor's file was found damaged, which only another start of the agent sets right.
    public boolean needsRestart() {
        return disk.damaged();
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
        return touch(operation, command, Optional.empty());
    }

    /// The same, where the person is known because they showed a PIN or badge.
    public CompletableFuture<TouchReply> touch(OperationId operation, BookingCommand command, Optional<PersonId> by) {
        return touch(operation, command, by, Optional.empty());
    }

    /// The same, where the touch was kept elsewhere while this door could not be reached.
    ///
    /// @param at when the finger was there, by this door's clock
    public CompletableFuture<TouchReply> touch(OperationId operation, BookingCommand command, Optional<PersonId> by,
            Optional<Instant> at) {
        CompletableFuture<TouchReply> reply = new CompletableFuture<>();
        if (!inbox.offer(new Errand.Touch(operation, command, by, at, reply))) {
            reply.complete(new TouchReply.Busy());
        }
        return reply;
    }

    /// Hands over a piece of the cloud's feed; waits while the queue is full, which holds the link back.
    public CompletableFuture<FeedReply> feed(List<Entry> entries) throws InterruptedException {
        return inbox.put(new Errand.Feed(List.copyOf(entries), new CompletableFuture<>())).reply();
    }

    public CompletableFuture<Outcome> acknowledged(Mark mark) throws InterruptedException {
        return inbox.put(new Errand.Acknowledged(mark, new CompletableFuture<>())).reply();
    }

    public CompletableFuture<Outcome> welcomed(Generation generation) throws InterruptedException {
        return inbox.put(new Errand.Welcomed(generation, new CompletableFuture<>())).reply();
    }

    /// Gives this edge its floor. Changes nothing if it has that floor already.
    public CompletableFuture<Boolean> begin(FloorId floorId, long epoch) throws InterruptedException {
        return inbox.put(new Errand.Begin(floorId, epoch, new CompletableFuture<>())).reply();
    }

    /// The number of the connection about to be made, counted durably.
    public CompletableFuture<Long> connecting() throws InterruptedException {
        return inbox.put(new Errand.Connecting(new CompletableFuture<>())).reply();
    }

    public CompletableFuture<Boolean> synced(Instant at) throws InterruptedException {
        return inbox.put(new Errand.Synced(at, new CompletableFuture<>())).reply();
    }

    /// Keeps something that was seen or said here, which decides nothing; the cloud reads it with the log. Never waits.
    public CompletableFuture<Outcome> notice(OperationId operation, String kind, Optional<SpaceId> space) {
        CompletableFuture<Outcome> reply = new CompletableFuture<>();
        if (!inbox.offer(new Errand.Notice(operation, kind, space, reply))) {
            reply.completeExceptionally(new IllegalStateException("the door has too much to do"));
        }
        return reply;
    }

    /// Has something decided on the door's thread, after all that was asked before, and kept if it came to something. Never
    /// waits.
    public <T> CompletableFuture<T> weigh(OperationId operation, Supplier<Weighed<T>> weighing) {
        CompletableFuture<T> reply = new CompletableFuture<>();
        if (!inbox.offer(new Errand.Weigh<>(operation, weighing, reply))) {
            reply.completeExceptionally(new IllegalStateException("the door has too much to do"));
        }
        return reply;
    }

    /// From now on these sensors are asked who is there.
    public void sense(Sensing sensing) {
        committing.sense(sensing);
    }

    /// Asks to be heard before each commit, for what has to be written with it.
    public void accompany(Companion companion) {
        committing.accompany(companion);
    }

    /// Asks to be called on the door's thread about once a second.
    public void pulse(Pulse pulse) {
        pulses.add(pulse);
    }

    /// Writes rows that are no decision (panels, pairings) on the one thread that writes. Never waits; what is refused
    /// for want of room, or by the disk, completes exceptionally.
    public CompletableFuture<Boolean> keep(DoorStore.Writing writing) {
        CompletableFuture<Boolean> reply = new CompletableFuture<>();
        if (!inbox.offer(new Errand.Keep(writing, reply))) {
            reply.completeExceptionally(new IllegalStateException("the door has too much to do"));
        }
        return reply;
    }

    /// Takes over the cloud's copy of this floor, in one transaction with what this door decided since it was taken.
    public CompletableFuture<Outcome> swap(Snapshot snapshot) throws InterruptedException {
        return inbox.put(new Errand.Swap(snapshot, new CompletableFuture<>())).reply();
    }

    /// The cloud has told this door, over its own link, that another epoch of its floor is in force: nothing is confirmed here
    /// any more.
    public CompletableFuture<Outcome> superseded(long epoch) throws InterruptedException {
        return inbox.put(new Errand.Superseded(epoch, new CompletableFuture<>())).reply();
    }

    /// Says this door's last word: nothing is decided here afterwards.
    public CompletableFuture<Outcome> retire(OperationId operation) throws InterruptedException {
        return inbox.put(new Errand.Retire(operation, new CompletableFuture<>())).reply();
    }

    /// Removes a few rows that are kept no longer, and says which, and whether there are more. Never waits.
    public CompletableFuture<TidyStore.Tidied> tidy() {
        CompletableFuture<TidyStore.Tidied> reply = new CompletableFuture<>();
        if (!inbox.offer(new Errand.Tidy(reply))) {
            reply.completeExceptionally(new IllegalStateException("the door has too much to do"));
        }
        return reply;
    }

    private void work() {
        List<Errand> waiting = new ArrayList<>(ROUND_LIMIT);
        while (inbox.open()) {
            beatAtNanos = System.nanoTime();
            beat();
            try {
                inbox.take(waiting, ROUND_LIMIT, rhythm.idle().toMillis());
            } catch (InterruptedException stop) {
                return;
            }
            if (waiting.isEmpty()) {
                committing.retry();
            } else {
                committing.serve(waiting);
                waiting.clear();
            }
        }
    }

    private void beat() {
        Optional<DoorState> now = state();
        if (now.isEmpty() || !rhythm.isDue(Duration.ofNanos(System.nanoTime() - pulsedAtNanos))) {
            return;
        }
        pulsedAtNanos = System.nanoTime();
        for (Pulse pulse : pulses) {
            try {
                pulse.beat(now.get(), clock.moment());
            } catch (RuntimeException e) {
                LOG.error("something that is looked at as time passes failed", e);
            }
        }
    }

    /// Finishes the errand at hand and takes no more.
    @Override
    public void close() {
        inbox.close();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        inbox.abandon(errand -> Committing.fail(errand, new IllegalStateException("the agent stops")));
    }
}
