package dev.lintel.edge.door;

import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ExecutionException;

/// The door as the link to the cloud meets it: each word is decided and on the disk when its method returns.
public interface Doorway {

    /// The floor as of the last commit; empty before enrolment.
    Optional<DoorState> state();

    FeedReply feed(List<Entry> entries) throws InterruptedException, ExecutionException;

    Outcome acknowledged(Mark mark) throws InterruptedException, ExecutionException;

    Outcome welcomed(Generation generation) throws InterruptedException, ExecutionException;

    /// Takes over the cloud's copy of this floor, in one transaction with what this door decided since it was taken.
    Outcome swap(Snapshot snapshot) throws InterruptedException, ExecutionException;

    /// The cloud says to this door, over its own link, that this epoch of its floor is over.
    Outcome superseded(long epoch) throws InterruptedException, ExecutionException;

    /// Through the queue of a desk, waiting for its thread.
    static Doorway to(DoorDesk desk) {
        return new Doorway() {
            @Override
            public Optional<DoorState> state() {
                return desk.state();
            }

            @Override
            public FeedReply feed(List<Entry> entries) throws InterruptedException, ExecutionException {
                return desk.feed(entries).get();
            }

            @Override
            public Outcome acknowledged(Mark mark) throws InterruptedException, ExecutionException {
                return desk.acknowledged(mark).get();
            }

            @Override
            public Outcome welcomed(Generation generation) throws InterruptedException, ExecutionException {
                return desk.welcomed(generation).get();
            }

            @Override
            public Outcome swap(Snapshot snapshot) throws InterruptedException, ExecutionException {
                return desk.swap(snapshot).get();
            }

            @Override
            public Outcome superseded(long epoch) throws InterruptedException, ExecutionException {
                return desk.superseded(epoch).get();
            }
        };
    }
}
