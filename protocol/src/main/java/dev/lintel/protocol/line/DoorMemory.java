package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.OperationId;
import java.util.List;
import java.util.Optional;

/// What a door reads of what it has committed: all of it once at start, afterwards only the parts of the two logs that a step or the link needs.
///
/// Together with [DoorCommit] it is everything that the rules of a door ask of a disk. `DoorMemoryTest` holds the file and the memory of a simulation to the same.
///
/// @param <X> how reading fails; a memory that cannot fail says so
public interface DoorMemory<X extends Exception> {

    /// The door as it was when it last committed; empty for one that was never enrolled.
    Optional<DoorState> load() throws X;

    /// Entries of the door log from a number on, in order, at most so many.
    List<Entry> log(long epoch, long from, int limit) throws X;

    /// The hash of our own log entry with that number.
    Optional<Hash> logHash(long epoch, long seq) throws X;

    /// The hash of the feed entry with that number, if it was applied.
    Optional<Hash> feedHash(long epoch, long seq) throws X;

    /// Whether the latest entries of the door log have one of that operation. How many are looked at is the memory's affair.
    boolean logged(long epoch, OperationId operation) throws X;
}
