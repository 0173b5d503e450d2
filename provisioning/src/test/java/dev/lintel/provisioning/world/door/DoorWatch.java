package dev.lintel.provisioning.world.door;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Effect;
import java.util.List;

/// Who looks at all that a door does.
public interface DoorWatch {

    /// These steps are on the disk, as one commit.
    void committed(DoorHost door, List<DoorStep> steps);

    /// After a commit.
    void told(DoorHost door, List<Effect> effects);

    /// Somebody at the panel was answered.
    void answered(DoorHost door, OperationId operation, BookingCommand command, Answer answer);

    /// Something else happened to it, in a few words.
    void noted(DoorHost door, String what);
}
