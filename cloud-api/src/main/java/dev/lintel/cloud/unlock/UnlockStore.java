package dev.lintel.cloud.unlock;

import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.random.RandomGenerator;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// Door numbers and verifiers.
@Singleton
class UnlockStore {

    private static final int NUMBERS = 10_000;

    UnlockView view(Handle transaction, TenantId tenant, PersonId person) {
        return transaction.createQuery("""
                SELECT n.number, p.set_at AS pin_at, b.set_at AS badge_at
                FROM (SELECT cast(:tenant AS uuid) AS tenant_id, cast(:person AS uuid) AS person_id) w
                LEFT JOIN door_number n USING (tenant_id, person_id)
                LEFT JOIN verifier p ON p.tenant_id = w.tenant_id AND p.person_id = w.person_id AND p.means = 'pin'
                LEFT JOIN verifier b ON b.tenant_id = w.tenant_id AND b.person_id = w.person_id AND b.means = 'badge'
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .map((row, _) -> new UnlockView(person.value(), row.getString("number"),
                        instant(row.getObject("pin_at", OffsetDateTime.class)),
                        instant(row.getObject("badge_at", OffsetDateTime.class))))
                .one();
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    /// The person's number, or a free one by chance, so that it tells nothing about who has which; nothing where none is left.
    Optional<String> number(Handle transaction, TenantId tenant, PersonId person, RandomGenerator chance) {
        List<String> free = transaction.createQuery("""
                SELECT number FROM door_number WHERE tenant_id = :tenant AND person_id = :person
                """).bind("tenant", tenant.value()).bind("person", person.value()).mapTo(String.class).list();
        if (!free.isEmpty()) {
            return Optional.of(free.getFirst());
        }
        return transaction.createQuery("""
                INSERT INTO door_number (tenant_id, person_id, number)
                SELECT :tenant, :person, f.number
                FROM (SELECT lpad(((i + :from) % :all)::text, 4, '0') AS number, i FROM generate_series(0, :all - 1) AS i) f
                WHERE NOT EXISTS (SELECT FROM door_number n WHERE n.tenant_id = :tenant AND n.number = f.number)
                ORDER BY f.i LIMIT 1 RETURNING number
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("from", chance.nextInt(NUMBERS))
                .bind("all", NUMBERS)
                .mapTo(String.class)
                .findOne();
    }

    /// Whether anybody else has that badge.
    boolean hasBadge(Handle transaction, TenantId tenant, PersonId otherThan, String hash) {
        return transaction.createQuery("""
                SELECT EXISTS (SELECT FROM verifier
                    WHERE tenant_id = :tenant AND means = 'badge' AND hash = :hash AND person_id <> :person)
                """)
                .bind("tenant", tenant.value())
                .bind("hash", hash)
                .bind("person", otherThan.value())
                .mapTo(Boolean.class)
                .one();
    }

    void put(Handle transaction, TenantId tenant, PersonId person, Means means, String salt, String hash, Instant at) {
        transaction.createUpdate("""
                INSERT INTO verifier (tenant_id, person_id, means, salt, hash, set_at)
                VALUES (:tenant, :person, :means, :salt, :hash, :at)
                ON CONFLICT (tenant_id, person_id, means) DO UPDATE SET salt = :salt, hash = :hash, set_at = :at
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("means", means.slug())
                .bind("salt", salt)
                .bind("hash", hash)
                .bind("at", at.atOffset(ZoneOffset.UTC))
                .execute();
    }

    void remove(Handle transaction, TenantId tenant, PersonId person, Means means) {
        transaction.createUpdate("""
                DELETE FROM verifier WHERE tenant_id = :tenant AND person_id = :person AND means = :means
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("means", means.slug())
                .execute();
    }
}
