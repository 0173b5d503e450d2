package dev.lintel.cloud.booking;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.util.List;
import org.jdbi.v3.core.Handle;

/// Writes down what was decided, in the transaction that decides it: the trail that `explain` reads.
@Singleton
class Chronicle {

    private final AuditStore audit;

    Chronicle(AuditStore audit) {
        this.audit = audit;
    }

    /// @param actor who the inputs came from
    /// @param deeds of the whole transaction, in order
    void keep(Handle transaction, TenantId tenant, String actor, List<Deed> deeds) {
        for (int i = 0; i < deeds.size(); i++) {
            var deed = deeds.get(i);
            audit.add(transaction, tenant, deed.operation(), deed.actor().orElse(actor), action(deed),
                    "booking:" + deed.booking(),
                    DeedJson.of(deed, i).canonical());
        }
    }

    /// A booking's new phase, or what was said about it otherwise.
    private static String action(Deed deed) {
        return "booking-" + deed.now().map(now -> now.phase().slug()).orElseGet(() -> deed.what().slug());
    }
}
