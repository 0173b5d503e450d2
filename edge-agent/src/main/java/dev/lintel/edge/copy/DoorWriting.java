package dev.lintel.edge.copy;

import dev.lintel.protocol.line.DoorCommit;
import dev.lintel.protocol.line.DoorStep;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;

/// What the door's thread asks of whatever keeps what it decides: the floor's file, or in a simulation a memory that
/// outlives the process.
public interface DoorWriting extends DoorCommit<SQLException> {

    /// Consecutive steps in one commit with rows of other stores of the file.
    void write(List<DoorStep> steps, List<DoorStore.Writing> besides, Instant at) throws SQLException;

    /// Writes what another store of the file keeps, as one commit.
    void keep(DoorStore.Writing writing) throws SQLException;

    /// Remembers when the cloud was last heard.
    void synced(Instant at) throws SQLException;

    /// Counts one more connection to the broker and returns its number.
    long connection() throws SQLException;

    /// Writes and removes what needs as much room as a large decision, to learn whether the disk takes it.
    void trial() throws SQLException;
}
