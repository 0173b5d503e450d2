package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.wire.Part;
import dev.lintel.provisioning.world.ground.Site;
import java.util.List;
import java.util.Optional;
import java.util.UUID;

/// What a cloud is asked to do with its database, one commit after the other: a line of the script that tables in memory and PostgreSQL are both given.
public sealed interface Transaction {

    /// The sites, floors and people that there are. Rooms follow as changes.
    record Opened(Site site, Generation generation) implements Transaction {}

    record Enrolled(FloorId floor, EdgeId edge) implements Transaction {}

    record SpaceChanged(FloorId floor, CloudInput.SpaceChanged changed) implements Transaction {}

    /// A person asks; the floor is told the name with it, where it does not know it.
    record Asked(FloorId floor, PersonId by, List<CloudInput> inputs) implements Transaction {}

    record AskedAcross(FloorId source, FloorId target, PersonId by, OperationId operation, BookingCommand.Move move)
            implements
                Transaction {}

    record WentOn(Due due) implements Transaction {}

    record LookedForDue() implements Transaction {}

    record Granted(FloorId floor, CloudInput.GrantDue due) implements Transaction {}

    /// The floor's door speaks, in an epoch.
    record Said(FloorId floor, long epoch, List<CloudInput> inputs) implements Transaction {}

    record Greeted(FloorId floor, EdgeId edge, long epoch, Optional<UUID> boot, long connection, CloudInput.Greeted greeted)
            implements
                Transaction {}

    /// @param operation of the copy, once its last part is there
    record Offered(FloorId floor, EdgeId edge, long epoch, Part part, OperationId operation) implements Transaction {}

    record FormerGreeted(FloorId floor, EdgeId edge, long epoch, Mark head) implements Transaction {}

    record FormerSaid(FloorId floor, EdgeId edge, long epoch, List<Entry> entries) implements Transaction {}

    /// @param another false where the door stays and its disk is gone
    record Replaced(FloorId floor, CloudInput.DoorReplaced replaced, boolean another) implements Transaction {}

    /// What no barrier holds back is told to its people.
    record Told() implements Transaction {}

    record BackedUp(int number) implements Transaction {}

    record Restored(int number, OperationId operation, Generation generation) implements Transaction {}

    record Waived(FloorId floor, CloudInput.Waived waived) implements Transaction {}

    record Snapshotted(FloorId floor) implements Transaction {}

    /// What came of inputs.
    ///
    /// @param unread whether entries of the door are there that this version cannot read
    record Taken(FloorPosition at, List<Outcome> outcomes, List<Effect> effects, boolean unread) {

        public Outcome last() {
            return outcomes.getLast();
        }
    }

    /// A move to another floor for which the cloud can do something now.
    record Due(OperationId operation, BookingId booking, FloorId source, FloorId target) {}

    /// What came of a former door's words.
    record Heard(Mark upTo, boolean gap, boolean all, Optional<Taken> taken) {}
}
