package dev.lintel.cloud.live;

import dev.lintel.protocol.identity.TenantId;
import java.util.List;
import java.util.UUID;

/// One row of what happened, ready to be sent: the frame is made once and shared by all who watch.
///
/// @param position where it stands in the order in which transactions became visible; only ever grows
/// @param op the operation it came from
/// @param channels all channels of its tenant that it belongs to
public record Telling(Position position, TenantId tenant, UUID op, List<Channel> channels, String frame) {

    public Telling {
        channels = List.copyOf(channels);
    }
}
