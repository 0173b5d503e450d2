package dev.lintel.cloud.device;

import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Effect;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Alarms about an edge: kept and told on each of its floors, because that is where somebody looks.
///
/// Raised in the caller's transaction, and told after its commit. Safe for all threads.
@Singleton
class EdgeAlarms {

    private static final Logger LOG = LoggerFactory.getLogger(EdgeAlarms.class);

    private final LineDesk lines;

    EdgeAlarms(LineDesk lines) {
        this.lines = lines;
    }

    /// What is to be told after the commit; an edge without floors is in the log alone.
    List<Taken> raise(Handle handle, By by, EdgeId edge, Effect.Alarm alarm) {
        TenantId tenant = by.tenant();
        List<FloorId> floors = EdgeStore.floors(handle, tenant, edge);
        if (floors.isEmpty()) {
            LOG.atError().addKeyValue("edge", edge).log("ALARM {}: {}", alarm.kind(), alarm.detail());
        }
        return floors.stream()
                .flatMap(floor -> lines.alarm(handle, tenant, floor, by.actor(), by.operation(), alarm).stream())
                .toList();
    }

    void tell(List<Taken> taken) {
        taken.forEach(lines::tell);
    }
}
