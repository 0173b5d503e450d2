package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorWriting;
import dev.lintel.edge.copy.TidyStore;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.sql.SQLException;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.function.Consumer;
import java.util.function.Function;

/// A door without a thread, a queue or a clock of its own: whoever calls it is the door's thread. It decides and commits
/// with the very classes of [DoorDesk], so that a simulation, in which time is an argument, runs what runs at a door.
public final class StillDoor implements Doorway {

    private final Committing committing;

    public StillDoor(DoorMemory<SQLException> memory, DoorWriting disk, DoorClock clock, Sensing sensing, Watcher watcher)
            throws SQLException {
        Audience audience = new Audience();
        var meters = new SimpleMeterRegistry();
        committing = new Committing(memory, disk, (_, _, _) -> TidyStore.Tidied.NOTHING, clock, new Disk(disk, clock, meters),
                audience, meters);
        committing.sense(sensing);
        committing.load();
        audience.add(watcher);
    }

    @Override
    public Optional<DoorState> state() {
        return committing.state();
    }

    /// @param told what came of it, at the moment at which a panel would hear it
    public void touch(OperationId operation, BookingCommand command, Consumer<TouchReply> told) {
        CompletableFuture<TouchReply> reply = new CompletableFuture<>();
        var _ = reply.thenAccept(told);
        committing.serve(List.of(new Errand.Touch(operation, command, Optional.empty(), Optional.empty(), reply)));
    }

    public Outcome notice(OperationId operation, String kind, Optional<SpaceId> space)
            throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Notice(operation, kind, space, reply));
    }

    public Outcome retire(OperationId operation) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Retire(operation, reply));
    }

    /// Gives this edge its floor.
    public boolean begin(FloorId floor, long epoch) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Begin(floor, epoch, reply));
    }

    /// The number of the connection about to be made.
    public long connecting() throws ExecutionException, InterruptedException {
        return served(Errand.Connecting::new);
    }

    @Override
    public FeedReply feed(List<Entry> entries) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Feed(List.copyOf(entries), reply));
    }

    @Override
    public Outcome acknowledged(Mark mark) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Acknowledged(mark, reply));
    }

    @Override
    public Outcome welcomed(Generation generation) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Welcomed(generation, reply));
    }

    @Override
    public Outcome swap(Snapshot snapshot) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Swap(snapshot, reply));
    }

    @Override
    public Outcome superseded(long epoch) throws ExecutionException, InterruptedException {
        return served(reply -> new Errand.Superseded(epoch, reply));
    }

    private <T> T served(Function<CompletableFuture<T>, Errand> asked) throws ExecutionException, InterruptedException {
        CompletableFuture<T> reply = new CompletableFuture<>();
        committing.serve(List.of(asked.apply(reply)));
        return reply.get();
    }
}
