package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import java.util.Optional;

/// The door's one row about its floor, in the same file and commit as log and copy.
///
/// @param line as last activated
/// @param log last entry written
/// @param logAcked last entry the cloud has acknowledged
/// @param feed last entry of the cloud's feed applied
public record DoorPosition(FloorId floor, long epoch, Optional<Generation> generation, Line line, Mark log, Mark logAcked,
        Mark feed, Standing standing) {

    /// A door that has just been enrolled: it owns nothing and knows nothing, and may therefore only propose.
    /// The first epoch's feed tells it everything; a later one begins with a snapshot.
    public static DoorPosition fresh(FloorId floor, long epoch) {
        return new DoorPosition(floor, epoch, Optional.empty(), Line.NONE, Mark.START, Mark.START, Mark.START,
                epoch == 1 ? new Standing.Deciding() : new Standing.Doubting("copy-missing"));
    }

    DoorPosition withLine(Line next) {
        return new DoorPosition(floor, epoch, generation, next, log, logAcked, feed, standing);
    }

    DoorPosition withLog(Mark next) {
        return new DoorPosition(floor, epoch, generation, line, next, logAcked, feed, standing);
    }

    DoorPosition withLogAcked(Mark next) {
        return new DoorPosition(floor, epoch, generation, line, log, next, feed, standing);
    }

    DoorPosition withFeed(Mark next) {
        return new DoorPosition(floor, epoch, generation, line, log, logAcked, next, standing);
    }

    DoorPosition withStanding(Standing next) {
        return new DoorPosition(floor, epoch, generation, line, log, logAcked, feed, next);
    }

    DoorPosition withGeneration(Generation next) {
        return new DoorPosition(floor, epoch, Optional.of(next), line, log, logAcked, feed, standing);
    }
}
