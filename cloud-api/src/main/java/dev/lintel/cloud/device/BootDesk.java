package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.BootStore.Boot;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Effect;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;

/// Notices two machines with one identity: a card that was copied, or a backup restored beside the original.
///
///     start a -> start b            the machine was started again
///     start a -> start b -> start a  both are running: neither is believed any more
///
/// Each start has an id of its own, which is never used again; so one that comes back, with a connection newer
/// than its last, proves that the one between was another machine. Which of the two is the right one nobody here can know:
/// both are shut out, and an admin lets one in again by enrolling it.
@Singleton
public class BootDesk {

    static final String QUARANTINED = "quarantined";

    /// What a greeting is, going by the start and the connection that it names.
    public enum Sighting {
        /// Of a connection that was not heard of yet.
        NEW,
        /// Of the latest connection, which has greeted before.
        AGAIN,
        /// Of a connection or a start before the latest: held up on its way, or said again by somebody else.
        LATE,
        /// It made two machines of one, and both are shut out.
        DOUBLE
    }

    private final Transactions transactions;
    private final ShutOutDesk shutOut;
    private final EdgeAlarms alarms;
    private final AuditStore audit;
    private final IdSource ids;
    private final InstantSource clock;

    BootDesk(Transactions transactions, ShutOutDesk shutOut, EdgeAlarms alarms, AuditStore audit, IdSource ids,
            InstantSource clock) {
        this.transactions = transactions;
        this.shutOut = shutOut;
        this.alarms = alarms;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// An edge greets.
    public Sighting seen(TenantId tenant, EdgeId edge, BootId boot, long connection) {
        Instant now = clock.instant();
        var by = new By(tenant, "edge:" + edge, ids.operation());
        var quarantined = new ArrayList<Taken>();
        Sighting sighting = transactions.inTenant(tenant, handle -> {
            List<Boot> before = BootStore.seen(handle, tenant, edge);
            Sighting what = sighting(before, boot, connection);
            switch (what) {
                case NEW -> BootStore.put(handle, tenant, edge, boot, connection, now);
                case DOUBLE -> quarantined.addAll(quarantine(handle, by, edge, "start " + boot + " returned after start "
                        + before.getFirst().id()));
                case AGAIN,LATE -> {
                }
            }
            return what;
        });
        if (sighting == Sighting.DOUBLE) {
            shutOut.tell(edge, quarantined);
        }
        return sighting;
    }

    /// The number of a later start was counted on from the one before, so a lower one is from before that start.
    private static Sighting sighting(List<Boot> before, BootId boot, long connection) {
        Optional<Boot> known = before.stream().filter(one -> one.id().equals(boot)).findFirst();
        if (known.isEmpty()) {
            return Sighting.NEW;
        }
        long seen = known.get().connection();
        if (before.getFirst().id().equals(boot)) {
            return connection > seen ? Sighting.NEW : connection == seen ? Sighting.AGAIN : Sighting.LATE;
        }
        return connection <= seen || connection < before.getFirst().first() ? Sighting.LATE : Sighting.DOUBLE;
    }

    private List<Taken> quarantine(Handle handle, By by, EdgeId edge, String why) {
        var taken = new ArrayList<>(alarms.raise(handle, by, edge,
                new Effect.Alarm("edge-quarantined", "two machines use the identity of edge " + edge + "; both are shut out")));
        shutOut.end(handle, by, edge, QUARANTINED, "two machines with one identity").ifPresent(taken::addAll);
        audit.add(handle, by.tenant(), by.operation(), by.actor(), "edge-quarantined", "edge:" + edge, why);
        return taken;
    }
}
