package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.device.BootStore.Boot;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.BootId;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

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

    private static final Logger LOG = LoggerFactory.getLogger(BootDesk.class);
    static final String QUARANTINED = "quarantined";

    private final Transactions transactions;
    private final Revocations revocations;
    private final EdgeDirectory directory;
    private final AuditStore audit;
    private final IdSource ids;
    private final InstantSource clock;

    BootDesk(Transactions transactions, Revocations revocations, EdgeDirectory directory, AuditStore audit, IdSource ids,
            InstantSource clock) {
        this.transactions = transactions;
        this.revocations = revocations;
        this.directory = directory;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
    }

    /// An edge greets. False when that made it two.
    public boolean seen(TenantId tenant, EdgeId edge, BootId boot, long connection) {
        Instant now = clock.instant();
        boolean alone = transactions.inTenant(tenant, handle -> {
            List<Boot> before = BootStore.seen(handle, tenant, edge);
            var known = before.stream().filter(one -> one.id().equals(boot)).findFirst();
            boolean latest = before.isEmpty() || before.getFirst().id().equals(boot);
            // The same word again, heard by another replica or kept by the broker, tells nothing.
            boolean news = known.isEmpty() || connection > known.get().connection();
            if (known.isPresent() && !latest && news) {
                RevocationStore.end(handle, tenant, edge, QUARANTINED, "two machines with one identity", now);
                audit.add(handle, tenant, ids.operation(), "edge:" + edge, "edge-quarantined", "edge:" + edge,
                        "start " + boot + " returned after start " + before.getFirst().id());
                return false;
            }
            if (news) {
                BootStore.put(handle, tenant, edge, new Boot(boot, connection), now);
            }
            return true;
        });
        if (!alone) {
            LOG.atError()
                    .addKeyValue("edge", edge)
                    .log("ALARM edge-quarantined: two machines use one identity; both are shut out");
            directory.forget(edge);
            revocations.add(transactions.unfenced(handle -> RevocationStore.inForce(handle, now)));
        }
        return alone;
    }
}
