package dev.lintel.cloud.account;

import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;
import org.jdbi.v3.core.statement.StatementContext;

/// People and their password verifiers.
@Singleton
public class PersonStore {

    private static final String COLUMNS = "id, email, name, role, active, created_at";

    /// False: the tenant has somebody with this address.
    public boolean add(Handle transaction, TenantId tenant, Person person) {
        return transaction.createUpdate("""
                INSERT INTO person (tenant_id, id, email, name, role, active, created_at)
                VALUES (:tenant, :id, :email, :name, :role, :active, :at) ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("id", person.id().value())
                .bind("email", person.email())
                .bind("name", person.name())
                .bind("role", person.role().slug())
                .bind("active", person.active())
                .bind("at", person.createdAt())
                .execute() == 1;
    }

    public void setPassword(Handle transaction, TenantId tenant, PersonId person, String verifier, Instant at) {
        transaction.createUpdate("""
                INSERT INTO credential (tenant_id, person_id, kind, verifier, changed_at)
                VALUES (:tenant, :person, 'password', :verifier, :at)
                ON CONFLICT (tenant_id, person_id, kind) DO UPDATE SET verifier = :verifier, changed_at = :at
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("verifier", verifier)
                .bind("at", at)
                .execute();
    }

    public Optional<Person> find(Handle transaction, TenantId tenant, PersonId id) {
        return transaction.createQuery("SELECT " + COLUMNS + " FROM person WHERE tenant_id = :tenant AND id = :id")
                .bind("tenant", tenant.value())
                .bind("id", id.value())
                .map(PersonStore::person)
                .findOne();
    }

    Optional<Person> findByEmail(Handle transaction, TenantId tenant, String email) {
        return transaction
                .createQuery("SELECT " + COLUMNS
                        + " FROM person WHERE tenant_id = :tenant AND lower(email) = lower(:email)")
                .bind("tenant", tenant.value())
                .bind("email", email)
                .map(PersonStore::person)
                .findOne();
    }

    Optional<String> passwordVerifier(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery("""
                SELECT verifier FROM credential
                WHERE tenant_id = :tenant AND person_id = :person AND kind = 'password'
                """).bind("tenant", tenant.value()).bind("person", person.value()).mapTo(String.class).findOne();
    }

    /// In the order in which they were added, after the given one.
    List<Person> list(Handle transaction, TenantId tenant, Optional<UUID> after, int limit) {
        return transaction.createQuery("SELECT " + COLUMNS + """
                 FROM person WHERE tenant_id = :tenant AND id > :after ORDER BY id LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("after", after.orElse(new UUID(0, 0)))
                .bind("limit", limit)
                .map(PersonStore::person)
                .list();
    }

    Optional<TenantId> tenant(Handle transaction, String slug) {
        return transaction.createQuery("SELECT id FROM tenant WHERE slug = :slug")
                .bind("slug", slug)
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }

    Optional<String> tenantName(Handle transaction, TenantId tenant) {
        return transaction.createQuery("SELECT name FROM tenant WHERE id = :id")
                .bind("id", tenant.value())
                .mapTo(String.class)
                .findOne();
    }

    /// The language of a person's notices: their own, else the tenant's.
    String locale(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery("""
                SELECT coalesce(p.locale, t.locale) FROM person p JOIN tenant t ON t.id = p.tenant_id
                WHERE p.tenant_id = :tenant AND p.id = :person
                """).bind("tenant", tenant.value()).bind("person", person.value()).mapTo(String.class).one();
    }

    void setLocale(Handle transaction, TenantId tenant, PersonId person, String locale) {
        transaction.createUpdate("UPDATE person SET locale = :locale WHERE tenant_id = :tenant AND id = :person")
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("locale", locale)
                .execute();
    }

    private static Person person(ResultSet row, StatementContext context) throws SQLException {
        return new Person(new PersonId(row.getObject("id", UUID.class)), row.getString("email"), row.getString("name"),
                Role.of(row.getString("role")), row.getBoolean("active"),
                row.getTimestamp("created_at").toInstant());
    }
}
