package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;

/// The floor's row in the cloud, locked before anything else of the floor is read.
///
/// @param line as last granted
/// @param feed last entry written
/// @param feedAcked last entry the door has acknowledged
/// @param log last entry of the door's log applied
/// @param before last entry of the door's log applied in the epoch before this one
/// @param grantSeq the feed entry of the last grant; none is written while it is unacknowledged
/// @param crosses whether the floor's door knows of bookings that come from another floor or go there; assumed until a door has greeted
public record FloorPosition(FloorId floor, long epoch, Generation generation, Line line, Mark feed, Mark feedAcked, Mark log,
        Mark before, long grantSeq, Standing standing, boolean crosses) {

    /// A floor nobody has booked on yet.
    public static FloorPosition fresh(FloorId floor, Generation generation) {
        return new FloorPosition(floor, 1, generation, Line.NONE, Mark.START, Mark.START, Mark.START,
                Mark.START, 0, new Standing.Deciding(), true);
    }

    /// Both logs count from 1 again.
    ///
    /// @param contained up to where the door's log of the epoch that ends is contained
    FloorPosition nextEpoch(long number, Mark contained) {
        return new FloorPosition(floor, number, generation, line, Mark.START, Mark.START, Mark.START, contained, 0,
                new Standing.Deciding(), crosses);
    }

    FloorPosition withGeneration(Generation next) {
        return new FloorPosition(floor, epoch, next, line, feed, feedAcked, log, before, grantSeq, standing, crosses);
    }

    FloorPosition withLine(Line next) {
        return new FloorPosition(floor, epoch, generation, next, feed, feedAcked, log, before, grantSeq, standing, crosses);
    }

    FloorPosition withFeed(Mark next) {
        return new FloorPosition(floor, epoch, generation, line, next, feedAcked, log, before, grantSeq, standing, crosses);
    }

    FloorPosition withFeedAcked(Mark next) {
        return new FloorPosition(floor, epoch, generation, line, feed, next, log, before, grantSeq, standing, crosses);
    }

    FloorPosition withLog(Mark next) {
        return new FloorPosition(floor, epoch, generation, line, feed, feedAcked, next, before, grantSeq, standing, crosses);
    }

    FloorPosition withGrantSeq(long next) {
        return new FloorPosition(floor, epoch, generation, line, feed, feedAcked, log, before, next, standing, crosses);
    }

    FloorPosition withStanding(Standing next) {
        return new FloorPosition(floor, epoch, generation, line, feed, feedAcked, log, before, grantSeq, next, crosses);
    }

    FloorPosition withCrosses(boolean next) {
        return new FloorPosition(floor, epoch, generation, line, feed, feedAcked, log, before, grantSeq, standing, next);
    }
}
