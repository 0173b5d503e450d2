package dev.lintel.cloud.booking;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.CloudInput;
import dev.lintel.protocol.line.CloudStep;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;

/// Writes down what was decided, in the transaction that decides it: the trail that `explain` reads.
@Singleton
class Chronicle {

    private final AuditStore audit;

    Chronicle(AuditStore audit) {
        this.audit = audit;
    }

    /// @param actor who the input came from
    /// @param before the floor before the step
    void keep(Handle transaction, TenantId tenant, String actor, CloudFloor before, CloudInput input, CloudStep step,
            OperationId operation) {
        for (Deed deed : Deeds.of(before, input, step, operation)) {
            audit.add(transaction, tenant, deed.operation(), deed.actor().orElse(actor), action(deed),
                    "booking:" + deed.booking(),
                    DeedJson.of(deed, before.at()).canonical());
        }
    }

    /// A booking's new phase, or what was said about it otherwise.
    private static String action(Deed deed) {
        return "booking-" + deed.now().map(now -> now.phase().slug()).orElseGet(() -> deed.what().slug());
    }
}
