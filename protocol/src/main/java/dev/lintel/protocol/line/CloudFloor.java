package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import java.util.Collections;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// All that the cloud keeps in its hands while it decides about one floor: the row, the open requests, and by their number the heads of what could not be read. Small by nature.
public record CloudFloor(FloorPosition at, Map<OperationId, Request> requests, SortedMap<Long, Head> unread) {

    public CloudFloor {
        requests = Map.copyOf(requests);
        unread = Collections.unmodifiableSortedMap(new TreeMap<>(unread));
    }

    /// R10: whether everything that the door wrote could be read.
    public boolean understandsAll() {
        return unread.isEmpty();
    }

    public static CloudFloor fresh(FloorId floor, Generation generation) {
        return new CloudFloor(FloorPosition.fresh(floor, generation), Map.of(), Collections.emptySortedMap());
    }
}
