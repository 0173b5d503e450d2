package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.TidyStore;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;

/// One thing the door's thread is asked to do, with the place for its reply.
sealed interface Errand {

    CompletableFuture<?> reply();

    /// Whether this may share a commit with what waits beside it. What does not concern the line is written alone.
    default boolean shares() {
        return switch (this) {
            case Touch _,Feed _,Acknowledged _,Welcomed _,Notice _,Superseded _,Retire _ -> true;
            case Begin _,Connecting _,Synced _,Keep _,Swap _,Tidy _,Weigh<?> _ -> false;
        };
    }

    /// @param by who showed a PIN or badge for it
    /// @param at when the finger was there, where that was earlier than the touch could be brought here
    record Touch(OperationId operation, BookingCommand command, Optional<PersonId> by, Optional<Instant> at,
            CompletableFuture<TouchReply> reply) implements Errand {}

    record Feed(List<Entry> entries, CompletableFuture<FeedReply> reply) implements Errand {}

    record Acknowledged(Mark mark, CompletableFuture<Outcome> reply) implements Errand {}

    record Welcomed(Generation generation, CompletableFuture<Outcome> reply) implements Errand {}

    /// This edge was given a floor.
    record Begin(FloorId floor, long epoch, CompletableFuture<Boolean> reply) implements Errand {}

    /// A connection to the broker is about to be made.
    record Connecting(CompletableFuture<Long> reply) implements Errand {}

    /// The cloud was heard just now.
    record Synced(Instant at, CompletableFuture<Boolean> reply) implements Errand {}

    /// Something seen or said at the door that decides nothing, such as a broken screen. It goes up with the log.
    record Notice(OperationId operation, String kind, Optional<SpaceId> space, CompletableFuture<Outcome> reply)
            implements
                Errand {}

    /// Another package's rows in the same file, which only this thread may write.
    record Keep(DoorStore.Writing writing, CompletableFuture<Boolean> reply) implements Errand {}

    /// The cloud's copy of the floor takes the place of this one's.
    record Swap(Snapshot snapshot, CompletableFuture<Outcome> reply) implements Errand {}

    /// The cloud says that this epoch is over.
    record Superseded(long epoch, CompletableFuture<Outcome> reply) implements Errand {}

    /// This door is to say its last word.
    record Retire(OperationId operation, CompletableFuture<Outcome> reply) implements Errand {}

    /// Something besides the calendar that is to be decided here, after all that was asked before.
    record Weigh<T>(OperationId operation, Supplier<Weighed<T>> weighing, CompletableFuture<T> reply) implements Errand {}

    /// One step of removing what is kept no longer; the reply says what went, and whether another would find more.
    record Tidy(CompletableFuture<TidyStore.Tidied> reply) implements Errand {}
}
