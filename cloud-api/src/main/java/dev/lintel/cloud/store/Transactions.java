package dev.lintel.cloud.store;

import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.Handle;

/// Every statement of the cloud runs in one of these transactions.
///
/// [#inTenant] names the tenant to the database, whose row-level security then hides every other tenant's rows even
/// from a statement that forgot to ask. [#unfenced] is for the few tasks that begin before the tenant is known
/// (sign-in, an edge's certificate) or that serve all tenants (pumps, retention).
@Singleton
public class Transactions {

    private static final String TENANT = "SELECT set_config('lintel.tenant', ?, true)";

    private final Database database;

    Transactions(Database database) {
        this.database = database;
    }

    /// What is done inside a transaction. Throwing rolls it back.
    @FunctionalInterface
    public interface Work<T> {
        T in(Handle transaction);
    }

    public <T> T inTenant(TenantId tenant, Work<T> work) {
        return database.jdbi().inTransaction(transaction -> {
            transaction.select(TENANT, tenant.toString()).mapTo(String.class).one();
            return work.in(transaction);
        });
    }

    /// The same, with statements that are known beforehand: they go to the server together with the tenant's name, in one trip.
    public <T> T inTenant(TenantId tenant, Bundle first, Work<T> work) {
        return database.jdbi().inTransaction(transaction -> {
            new Bundle().write(TENANT, tenant.toString()).and(first).send(transaction);
            return work.in(transaction);
        });
    }

    public <T> T unfenced(Work<T> work) {
        return database.jdbi().inTransaction(transaction -> {
            transaction.select("SELECT set_config('lintel.scope', 'all', true)").mapTo(String.class).one();
            return work.in(transaction);
        });
    }
}
