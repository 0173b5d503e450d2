package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import java.util.List;
import java.util.Map;

/// All that the cloud keeps in its hands while it decides about one floor: the row, the open requests and what could not be read. Small by nature.
public record CloudFloor(FloorPosition at, Map<OperationId, Request> requests, List<Head> unread) {

    public CloudFloor {
        requests = Map.copyOf(requests);
        unread = List.copyOf(unread);
    }

    public static CloudFloor fresh(FloorId floor, Generation generation) {
        return new CloudFloor(FloorPosition.fresh(floor, generation), Map.of(), List.of());
    }
}
