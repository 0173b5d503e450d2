package dev.lintel.cloud.device;

import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/// Which tenant and which floors an edge speaks for: looked up on the server, never read from a message.
///
/// Kept for a few seconds, so that a backlog of thousands of batches costs one query; a changed assignment is seen within
/// that time, a revoked edge loses its connection at once anyway. Safe for all threads.
@Singleton
public class EdgeDirectory {

    private static final Duration KEPT = Duration.ofSeconds(2);
    /// Beyond this the map is emptied and fills again; 2,000 edges are the size we plan for.
    private static final int MAXIMUM = 10_000;

    private final Transactions transactions;
    private final InstantSource clock;
    private final Map<EdgeId, Known> known = new ConcurrentHashMap<>();

    private record Known(Optional<Assignment> assignment, Instant at) {}

    /// The tenant of an enrolled edge and the floors it may decide for.
    ///
    /// @param former floors whose door it was: of these its late words are read, and nothing else
    public record Assignment(TenantId tenant, Set<FloorId> floors, Set<FloorId> former) {}

    EdgeDirectory(Transactions transactions, InstantSource clock) {
        this.transactions = transactions;
        this.clock = clock;
    }

    /// What was known of an edge is not true any more; other replicas notice within seconds.
    void forget(EdgeId edge) {
        known.remove(edge);
    }

    /// Empty for an edge that is not enrolled (any more).
    public Optional<Assignment> assignment(EdgeId edge) {
        Instant now = clock.instant();
        Known remembered = known.get(edge);
        if (remembered != null && now.isBefore(remembered.at().plus(KEPT))) {
            return remembered.assignment();
        }
        Optional<Assignment> read = transactions.unfenced(handle -> EdgeStore.tenant(handle, edge)
                .map(tenant -> new Assignment(tenant, Set.copyOf(EdgeStore.floors(handle, tenant, edge)),
                        Set.copyOf(EdgeStore.formerFloors(handle, tenant, edge)))));
        if (known.size() >= MAXIMUM) {
            known.clear();
        }
        known.put(edge, new Known(read, now));
        return read;
    }
}
