package dev.lintel.cloud.store;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.cloud.TestCloud;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.JdbiException;
import org.junit.jupiter.api.Test;

/// What the database itself prevents, whatever a statement forgets.
class TenantFenceTest {

    private final TestCloud cloud = TestCloud.running();
    private final Transactions transactions = cloud.bean(Transactions.class);
    private final TestCloud.Member here = cloud.newTenant();
    private final TestCloud.Member there = cloud.newTenant();

    @Test
    void aStatementThatForgetsTheTenantSeesItsOwnOnly() {
        var seen = transactions.<List<UUID>>inTenant(here.tenantId(),
                transaction -> transaction.select("SELECT DISTINCT tenant_id FROM person").mapTo(UUID.class).list());
        assertThat(seen).containsExactly(here.tenantId().value());
    }

    @Test
    void aTransactionThatNamesNoTenantSeesNothing() {
        var database = cloud.bean(Database.class);
        assertThat(database.jdbi().<Integer, RuntimeException>inTransaction(TenantFenceTest::people)).isZero();
    }

    @Test
    void theTenantOfOneTransactionIsForgottenInTheNextOnTheSameConnection() {
        for (int i = 0; i < 40; i++) {
            transactions.<Integer>inTenant(here.tenantId(), TenantFenceTest::people);
            assertThat(cloud.bean(Database.class).jdbi().<Integer, RuntimeException>inTransaction(TenantFenceTest::people))
                    .isZero();
        }
    }

    @Test
    void aRowForAnotherTenantIsNotWritten() {
        assertThatThrownBy(() -> transactions.<Integer>inTenant(here.tenantId(), transaction -> transaction.execute(
                "INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'x', 'UTC', now())",
                there.tenantId().value(), there.person().value()))).isInstanceOf(JdbiException.class)
                .hasMessageContaining("row-level security");
        assertThat(transactions.<Integer>inTenant(here.tenantId(), transaction -> transaction
                .execute("UPDATE person SET name = 'x' WHERE id = ?", there.person().value()))).isZero();
    }

    @Test
    void theAuditTrailIsOnlyAddedTo() {
        assertThatThrownBy(() -> transactions.<Integer>inTenant(here.tenantId(),
                transaction -> transaction.execute("DELETE FROM audit"))).hasMessageContaining("permission denied");
        assertThatThrownBy(() -> transactions.<Integer>inTenant(here.tenantId(),
                transaction -> transaction.execute("UPDATE audit SET actor = 'x'"))).hasMessageContaining("permission denied");
    }

    @Test
    void twoDecidedBookingsOfOneSpaceNeverOverlapWhateverTheRulesThink() {
        var room = cloud.newRoom(here);
        assertThatThrownBy(() -> transactions.<Integer>inTenant(here.tenantId(), transaction -> {
            insert(transaction, room, new UUID(1, 1), "confirmed");
            insert(transaction, room, new UUID(1, 2), "requested");
            return insert(transaction, room, new UUID(1, 3), "checked-in");
        })).hasStackTraceContaining("booking_no_overlap");
    }

    @Test
    void everyTableOfATenantIsFenced() {
        var open = transactions.<List<String>>unfenced(transaction -> transaction.select("""
                SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
                WHERE n.nspname = 'public' AND c.relkind = 'r' AND c.relname <> 'flyway_schema_history'
                  AND NOT (c.relrowsecurity AND c.relforcerowsecurity)
                """).mapTo(String.class).list());
        assertThat(open).isEmpty();
    }

    private int insert(Handle transaction, TestCloud.Room room, UUID id, String phase) {
        return transaction.execute("""
                INSERT INTO booking (tenant_id, id, floor_id, space_id, starts_at, ends_at, version, phase, body)
                VALUES (?, ?, cast(? AS uuid), cast(? AS uuid), '2030-01-01T10:00Z', '2030-01-01T11:00Z', 1, ?, '{}')
                """, here.tenantId().value(), id, room.floor(), room.space(), phase);
    }

    private static int people(Handle transaction) {
        return transaction.select("SELECT count(*) FROM person").mapTo(Integer.class).one();
    }
}
