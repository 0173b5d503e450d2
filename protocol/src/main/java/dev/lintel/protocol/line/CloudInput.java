package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// What can happen to the cloud's side of one floor.
public sealed interface CloudInput {

    /// A person's wish, by phone, web, calendar or API.
    record Asked(OperationId operation, BookingCommand command, Moment moment) implements CloudInput {}

    /// An entry of the door's log.
    record LogArrived(Entry entry, Moment moment) implements CloudInput {}

    /// The door says where it stands; first thing on every connection, and again whenever it needs something. Only the door that the floor has now may greet.
    ///
    /// @param next the generation to begin in case the door knows a feed that this cloud does not
    record Greeted(Greeting greeting, Generation next) implements CloudInput {}

    /// The door says what it has confirmed.
    record DigestArrived(Digest digest) implements CloudInput {}

    /// The door has our feed up to here.
    record FeedAcknowledged(Mark mark) implements CloudInput {}

    /// The door is reachable, so the line may move. Called every minute or so, and after each hello.
    record GrantDue(OperationId operation, Instant now, Duration horizon) implements CloudInput {}

    /// Another door for this floor: after the old one's last word, or by force.
    record DoorReplaced(OperationId operation, boolean forced) implements CloudInput {}

    /// No door any more: the cloud decides everything, also what is open.
    record DoorRemoved(OperationId operation, boolean forced, Moment moment) implements CloudInput {}

    /// An entry of an epoch that has ended.
    record LateArrived(long epoch, Entry entry, Moment moment) implements CloudInput {}

    /// The database was restored from a backup.
    record Restored(OperationId operation, Generation generation) implements CloudInput {}

    /// A door tells a cloud that lacks something what it knows.
    record CopyOffered(OperationId operation, DoorCopy copy) implements CloudInput {}

    /// An administrator does not wait for the floor's door after a restore: what it decided and this cloud forgot may clash.
    record Waived(OperationId operation) implements CloudInput {}

    /// A space was added or changed.
    record SpaceChanged(OperationId operation, Space space) implements CloudInput {}

    /// A person's name as this floor may show it.
    record PersonNamed(OperationId operation, PersonId person, Optional<String> name) implements CloudInput {}

    /// What the floor's doors recognise PINs and badges by. Few enough for one packet: [dev.lintel.protocol.Limits#VERIFIERS_AT_ONCE].
    ///
    /// @param anew everything the floor knew before is forgotten first
    /// @param forgotten people of whom everything is forgotten first
    record VerifiersChanged(OperationId operation, boolean anew, List<PersonId> forgotten, List<Verifier> verifiers)
            implements
                CloudInput {
        public VerifiersChanged {
            forgotten = List.copyOf(forgotten);
            verifiers = List.copyOf(verifiers);
        }
    }
}
