package dev.lintel.cloud.live;

import java.util.List;
import java.util.UUID;

/// One row of what happened, ready to be sent: the frame is made once and shared by all who watch.
///
/// @param position where it stands in the order in which transactions became visible; only ever grows
/// @param channels all channels of its tenant that it belongs to
public record LiveEvent(long position, UUID tenant, List<Channel> channels, String frame) {

    public LiveEvent {
        channels = List.copyOf(channels);
    }
}
