package dev.lintel.protocol.line;

import java.time.Instant;
import java.util.List;

/// How a door makes durable what it has decided (R1).
///
/// @param <X> how writing fails; then nothing of it has happened
public interface DoorCommit<X extends Exception> {

    /// The first row of a door that has just been enrolled.
    void begin(DoorPosition fresh, Instant at) throws X;

    /// Consecutive steps as one commit: all changes and entries of all of them, or none.
    void write(List<DoorStep> steps, Instant at) throws X;
}
