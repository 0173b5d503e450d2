package dev.lintel.cloud.tenant;

import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import org.jdbi.v3.core.Handle;

/// Tenants.
@Singleton
class TenantStore {

    boolean isEmpty(Handle transaction) {
        return transaction.createQuery("SELECT NOT EXISTS (SELECT FROM tenant)").mapTo(Boolean.class).one();
    }

    /// One set-up at a time, in all replicas; held until the transaction ends.
    void lockSetup(Handle transaction) {
        transaction.execute("LOCK TABLE tenant IN SHARE ROW EXCLUSIVE MODE");
    }

    void add(Handle transaction, TenantId id, String slug, String name, Instant at) {
        transaction.createUpdate("INSERT INTO tenant (id, slug, name, created_at) VALUES (:id, :slug, :name, :at)")
                .bind("id", id.value())
                .bind("slug", slug)
                .bind("name", name)
                .bind("at", at)
                .execute();
    }
}
