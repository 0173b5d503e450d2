package dev.lintel.protocol.wire;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import java.util.Optional;

/// One packet: about which floor and epoch, in which life of the cloud, and what.
///
/// The sender is not named: the broker's topic does that, and the server maps edge to floor to tenant.
public record Envelope(int version, FloorId floor, long epoch, Optional<Generation> generation, Message message) {

    /// The version this code writes.
    public static final int CURRENT = 1;

    /// The oldest version this code reads; there is no older one yet.
    public static final int OLDEST = 1;
}
