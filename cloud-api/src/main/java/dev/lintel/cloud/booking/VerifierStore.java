package dev.lintel.cloud.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.CloudInput;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// What doors recognise people by, and which floors need it: those with a room that asks for a PIN or badge, no others.
@Singleton
public class VerifierStore {

    private static final String SELECT = """
            SELECT v.person_id, v.means, n.number, v.salt, v.hash FROM verifier v
            JOIN person p ON p.tenant_id = v.tenant_id AND p.id = v.person_id AND p.active
            LEFT JOIN door_number n ON n.tenant_id = v.tenant_id AND n.person_id = v.person_id
            WHERE v.tenant_id = :tenant
            """;

    /// Held until the transaction ends: between a person's new PIN and a floor's first guarded room, one comes first and
    /// the other sees it. Taken before any floor.
    public void hold(Handle transaction, TenantId tenant) {
        transaction.createQuery("SELECT pg_advisory_xact_lock(hashtextextended(:key, 0)) IS NULL")
                .bind("key", "verifiers " + tenant)
                .mapTo(Boolean.class)
                .one();
    }

    /// Floors with a room that asks, in the order in which they are locked.
    public List<FloorId> guardedFloors(Handle transaction, TenantId tenant) {
        return transaction
                .createQuery("SELECT DISTINCT floor_id FROM space WHERE tenant_id = :tenant AND guard IS NOT NULL ORDER BY 1")
                .bind("tenant", tenant.value())
                .mapTo(UUID.class)
                .map(FloorId::new)
                .list();
    }

    public boolean guarded(Handle transaction, TenantId tenant, FloorId floor) {
        return transaction.createQuery(
                "SELECT EXISTS (SELECT FROM space WHERE tenant_id = :tenant AND floor_id = :floor AND guard IS NOT NULL)")
                .bind("tenant", tenant.value())
                .bind("floor", floor.value())
                .mapTo(Boolean.class)
                .one();
    }

    public List<Verifier> of(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery(SELECT + " AND v.person_id = :person ORDER BY v.means")
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .map((row, _) -> verifier(row))
                .list();
    }

    /// All that a floor's doors have to know; nothing where no room asks.
    List<Verifier> ofFloor(Handle transaction, TenantId tenant, FloorId floor) {
        return guarded(transaction, tenant, floor)
                ? transaction.createQuery(SELECT + " ORDER BY v.person_id, v.means LIMIT :limit")
                        .bind("tenant", tenant.value())
                        .bind("limit", Limits.VERIFIERS)
                        .map((row, _) -> verifier(row))
                        .list()
                : List.of();
    }

    /// Tells a floor everything anew, in as many entries as it takes.
    public List<CloudInput> anew(Handle transaction, TenantId tenant, FloorId floor, OperationId operation) {
        var all = ofFloor(transaction, tenant, floor);
        var inputs = new ArrayList<CloudInput>();
        for (int from = 0; from == 0 || from < all.size(); from += Limits.VERIFIERS_AT_ONCE) {
            var some = all.subList(from, Math.min(all.size(), from + Limits.VERIFIERS_AT_ONCE));
            inputs.add(new CloudInput.VerifiersChanged(operation, from == 0, List.of(), some));
        }
        return inputs;
    }

    private static Verifier verifier(ResultSet row) throws SQLException {
        var means = Means.of(row.getString("means")).orElseThrow();
        return new Verifier(new PersonId(row.getObject("person_id", UUID.class)), means,
                means == Means.PIN ? Optional.ofNullable(row.getString("number")) : Optional.empty(), row.getString("salt"),
                row.getString("hash"));
    }
}
