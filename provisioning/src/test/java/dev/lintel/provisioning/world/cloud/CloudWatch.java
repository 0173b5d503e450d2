package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;

/// Who looks at all that the cloud does.
public interface CloudWatch {

    /// A step is in the tables.
    void committed(FloorRows floor, CloudInput input, CloudStep step);

    /// Both halves of a move from one floor to another are in the tables.
    void crossed(FloorRows source, CloudStep departure, FloorRows target, CloudStep arrival);

    /// Bytes leave for an edge.
    void said(FloorRows floor, EdgeId to, byte[] bytes);

    /// What was heard was dropped, and why, as a short stable word.
    void dropped(String reason);
}
