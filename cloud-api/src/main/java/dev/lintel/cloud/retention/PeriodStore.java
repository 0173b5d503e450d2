package dev.lintel.cloud.retention;

import dev.lintel.cloud.retention.Periods.Choice;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The rows of what tenants have chosen.
@Singleton
class PeriodStore {

    Optional<Choice> find(Handle transaction, TenantId tenant) {
        return transaction.createQuery("""
                SELECT titles_days, bookings_days, audit_days FROM retention WHERE tenant_id = :tenant
                """).bind("tenant", tenant.value()).map((row, _) -> choice(row)).findOne();
    }

    void put(Handle transaction, TenantId tenant, Choice choice) {
        transaction.createUpdate("""
                INSERT INTO retention (tenant_id, titles_days, bookings_days, audit_days)
                VALUES (:tenant, :titles, :bookings, :audit)
                ON CONFLICT (tenant_id)
                DO UPDATE SET titles_days = :titles, bookings_days = :bookings, audit_days = :audit
                """)
                .bind("tenant", tenant.value())
                .bindByType("titles", choice.titlesDays(), Integer.class)
                .bindByType("bookings", choice.bookingsDays(), Integer.class)
                .bindByType("audit", choice.auditDays(), Integer.class)
                .execute();
    }

    /// Of every tenant that has chosen.
    Map<UUID, Choice> all(Handle transaction) {
        var all = new HashMap<UUID, Choice>();
        transaction.createQuery("SELECT tenant_id, titles_days, bookings_days, audit_days FROM retention")
                .map((row, _) -> Map.entry(row.getObject("tenant_id", UUID.class), choice(row)))
                .forEach(one -> all.put(one.getKey(), one.getValue()));
        return Map.copyOf(all);
    }

    private static Choice choice(ResultSet row) throws SQLException {
        return new Choice(row.getObject("titles_days", Integer.class), row.getObject("bookings_days", Integer.class),
                row.getObject("audit_days", Integer.class));
    }
}
