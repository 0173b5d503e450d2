package dev.lintel.cloud.live;

import dev.lintel.protocol.identity.TenantId;
import java.util.List;

/// One row of what happened, ready to be sent: the frame is made once and shared by all who watch.
///
/// @param position where it stands in the order in which transactions became visible; only ever grows
/// @param channels all channels of its tenant that it belongs to
public record Telling(Position position, TenantId tenant, List<Channel> channels, String frame) {

    public Telling {
        channels = List.copyOf(channels);
    }
}
