package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// What can happen to a door.
public sealed interface DoorInput {

    /// Somebody touched the panel, or the door's own evidence asks for a release.
    ///
    /// @param by who showed a PIN or badge for it
    /// @param logged this door's log has an entry of that operation already, although it was never decided
    record Touched(OperationId operation, BookingCommand command, Moment moment, Optional<PersonId> by, boolean logged)
            implements
                DoorInput {

        public Touched(OperationId operation, BookingCommand command, Moment moment) {
            this(operation, command, moment, Optional.empty());
        }

        public Touched(OperationId operation, BookingCommand command, Moment moment, Optional<PersonId> by) {
            this(operation, command, moment, by, false);
        }
    }

    /// An entry of the cloud's feed.
    ///
    /// @param known the hash of the entry with that number which was applied before, where there was one
    /// @param sensed rooms in which the sensors see somebody at that moment
    record FeedArrived(Entry entry, Optional<Hash> known, Moment moment, Set<SpaceId> sensed) implements DoorInput {
        public FeedArrived {
            sensed = Set.copyOf(sensed);
        }

        public FeedArrived(Entry entry, Optional<Hash> known, Moment moment) {
            this(entry, known, moment, Set.of());
        }
    }

    /// The cloud has our log up to here.
    ///
    /// @param ours the hash of our own entry with that number
    record LogAcknowledged(Mark mark, Optional<Hash> ours) implements DoorInput {}

    /// The cloud's answer to our greeting.
    record Welcomed(Generation generation) implements DoorInput {}

    /// The copy cannot be trusted, or is not there: nothing is decided until a snapshot has come.
    record Doubted(String reason) implements DoorInput {}

    /// A whole snapshot has arrived, of this epoch or a later one.
    ///
    /// @param since our own entries, in order, after [Rebuild#from]
    /// @param sensed rooms in which the sensors see somebody at that moment
    record SnapshotArrived(Snapshot snapshot, List<Entry> since, Moment moment, Set<SpaceId> sensed) implements DoorInput {
        public SnapshotArrived {
            since = List.copyOf(since);
            sensed = Set.copyOf(sensed);
        }

        public SnapshotArrived(Snapshot snapshot, List<Entry> since, Moment moment) {
            this(snapshot, since, moment, Set.of());
        }
    }

    /// The cloud says to this door, over its own link, that another epoch of the floor is in force.
    ///
    /// @param epoch the one that is over
    record Superseded(long epoch) implements DoorInput {}

    /// This door is retired: one last entry, then silence.
    record Retired(OperationId operation) implements DoorInput {}

    /// Something seen at the door that decides nothing.
    record Noticed(OperationId operation, String kind, Optional<SpaceId> space, Moment moment) implements DoorInput {}
}
