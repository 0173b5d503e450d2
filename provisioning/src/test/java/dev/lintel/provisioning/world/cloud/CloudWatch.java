package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;
import java.time.Instant;

/// Who looks at all that the cloud does.
public interface CloudWatch {

    /// A step is in the tables.
    void committed(FloorRows floor, CloudInput input, CloudStep step);

    /// Both halves of a move from one floor to another are in the tables.
    void crossed(FloorRows source, CloudStep departure, FloorRows target, CloudStep arrival);

    /// Bytes leave for an edge.
    void said(FloorRows floor, EdgeId to, byte[] bytes);

    /// A person is told.
    void told(FloorRows floor, Outbox.Notice notice);

    /// It stands in a person's inbox, and they were not told.
    void found(Outbox.Notice notice);

    /// All databases are again as they were then.
    void restored(Instant then);

    /// What was heard was dropped, and why, as a short stable word.
    void dropped(String reason);
}
