package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.Revocations.Ending;
import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Effect;
import jakarta.inject.Singleton;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells a database from a backup whom it had shut out since.
///
///     in the file, not in the database ─► certificate revoked ─► shut out, not renewed or enrolled again: the edge revoked, alarm
///
/// What the database has is left as it is, so an edge that was let in again after its revocation is not shut out at each start.
/// One that was let in again after the backup is: the database knows neither, and asks for a new token rather than believe it.
///
/// Asked before the broker lets anybody in.
@Singleton
class RevocationRecall {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationRecall.class);
    private static final String BECAUSE = "revoked before the database was put back";

    private final Transactions transactions;
    private final ShutOutDesk shutOut;
    private final EdgeAlarms alarms;
    private final AuditStore audit;
    private final IdSource ids;

    RevocationRecall(Transactions transactions, ShutOutDesk shutOut, EdgeAlarms alarms, AuditStore audit, IdSource ids) {
        this.transactions = transactions;
        this.shutOut = shutOut;
        this.alarms = alarms;
        this.audit = audit;
        this.ids = ids;
    }

    /// An edge that the database does not know has no row to be revoked in; [Revocations] refuses its certificate all the same.
    void recall(Collection<Revoked> remembered) {
        var ended = new LinkedHashMap<EdgeId, List<Taken>>();
        transactions.unfenced(handle -> {
            var tenants = new LinkedHashMap<EdgeId, TenantId>();
            for (Map.Entry<Revoked, TenantId> forgotten : RevocationStore.forgotten(handle, remembered).entrySet()) {
                var one = forgotten.getKey();
                boolean written = RevocationStore.recall(handle, forgotten.getValue(), one);
                if (written && one.ending() == Ending.SHUT_OUT) {
                    tenants.put(one.edge(), forgotten.getValue());
                }
            }
            tenants.forEach((edge, tenant) -> ended.put(edge, end(handle, tenant, edge)));
            return true;
        });
        ended.forEach(shutOut::tell);
    }

    private List<Taken> end(Handle handle, TenantId tenant, EdgeId edge) {
        var by = new By(tenant, "cloud", ids.operation());
        LOG.atWarn().addKeyValue("edge", edge).log("shut out again: the database had forgotten that it was revoked");
        var taken = new ArrayList<>(shutOut.end(handle, by, edge, "revoked", BECAUSE).orElse(List.of()));
        audit.add(handle, tenant, by.operation(), by.actor(), "edge-revoked", "edge:" + edge, BECAUSE);
        taken.addAll(alarms.raise(handle, by, edge, new Effect.Alarm("revocation-recalled",
                "edge " + edge + " was revoked after the backup from which the database came; it is shut out again")));
        return taken;
    }
}
