package dev.lintel.cloud.alarm;

import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.cloud.web.Operation;
import jakarta.inject.Singleton;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/// Shows a tenant's alarms, and keeps who has seen them.
@Singleton
class AlarmDesk {

    static final int PAGE = 100;

    private final Transactions transactions;
    private final AuditStore audit;
    private final InstantSource clock;

    AlarmDesk(Transactions transactions, AuditStore audit, InstantSource clock) {
        this.transactions = transactions;
        this.audit = audit;
        this.clock = clock;
    }

    /// One more than a page, where there are more.
    List<AlarmView> list(Caller caller, boolean open, @Nullable UUID after) {
        return transactions.inTenant(caller.tenant(),
                handle -> AlarmStore.list(handle, caller.tenant(), open, after, PAGE + 1));
    }

    /// Whoever was first stays the one who has seen it. Nothing where the tenant has no such alarm.
    Optional<AlarmView> see(Caller caller, Operation operation, UUID id) {
        return transactions.inTenant(caller.tenant(), handle -> {
            if (AlarmStore.see(handle, caller.tenant(), id, caller.actor(), clock.instant())) {
                audit.add(handle, caller.tenant(), operation.id(), caller.actor(), "alarm-seen", "alarm:" + id, "");
            }
            return AlarmStore.find(handle, caller.tenant(), id);
        });
    }
}
