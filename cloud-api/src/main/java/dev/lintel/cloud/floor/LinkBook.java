package dev.lintel.cloud.floor;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;

/// Writes down which doors are connected no more; people see it as "live" and "local", the pumps as whom to send to.
@Singleton
public class LinkBook {

    private final Transactions transactions;
    private final InstantSource clock;
    private final IdSource ids;
    private final Bell bell;

    LinkBook(Transactions transactions, InstantSource clock, IdSource ids, Bell bell) {
        this.transactions = transactions;
        this.clock = clock;
        this.ids = ids;
        this.bell = bell;
    }

    /// @param connection the one that ended; where the door has greeted with a later one, nothing has
    void down(TenantId tenant, EdgeId edge, long connection) {
        Instant now = clock.instant();
        OperationId operation = ids.operation();
        ring(transactions.inTenant(tenant, handle -> LinkStore.down(handle, tenant, edge, connection, operation, now)));
    }

    /// Whoever was not heard since then counts as gone.
    void silent(Instant since) {
        Instant now = clock.instant();
        OperationId operation = ids.operation();
        ring(transactions.unfenced(handle -> LinkStore.silent(handle, since, operation, now)));
    }

    int allDown() {
        Instant now = clock.instant();
        return transactions.unfenced(handle -> LinkStore.allDown(handle, now));
    }

    private void ring(boolean changed) {
        if (changed) {
            bell.ring();
        }
    }
}
