package dev.lintel.cloud.account;

import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Sessions: families of refresh tokens.
@Singleton
class SessionStore {

    /// @param number of the refresh token that is good now
    /// @param rotatedAt when it became so
    record Session(UUID id, PersonId person, Instant expiresAt, int number, Instant rotatedAt, boolean ended) {}

    void add(Handle transaction, TenantId tenant, Session session, Optional<String> client, Instant at) {
        transaction.createUpdate("""
                INSERT INTO session (tenant_id, id, person_id, created_at, expires_at, refresh_number, rotated_at, client)
                VALUES (:tenant, :id, :person, :at, :expires, :number, :at, :client)
                """)
                .bind("tenant", tenant.value())
                .bind("id", session.id())
                .bind("person", session.person().value())
                .bind("at", at)
                .bind("expires", session.expiresAt())
                .bind("number", session.number())
                .bind("client", client.orElse(null))
                .execute();
    }

    /// @param client what the program called itself at sign-in
    record Open(UUID id, Optional<String> client, Instant createdAt, Instant usedAt, Instant expiresAt) {}

    List<Open> open(Handle transaction, TenantId tenant, PersonId person, Instant now) {
        return transaction.createQuery("""
                SELECT id, client, created_at, rotated_at, expires_at FROM session
                WHERE tenant_id = :tenant AND person_id = :person AND ended_at IS NULL AND expires_at > :now
                ORDER BY rotated_at DESC, id LIMIT 200
                """)
                .bind("tenant", tenant.value())
                .bind("person", person.value())
                .bind("now", now)
                .map((row, _) -> new Open(row.getObject("id", UUID.class), Optional.ofNullable(row.getString("client")),
                        row.getTimestamp("created_at").toInstant(), row.getTimestamp("rotated_at").toInstant(),
                        row.getTimestamp("expires_at").toInstant()))
                .list();
    }

    /// Locked, so that two tabs with the same token come one after the other.
    Optional<Session> lock(Handle transaction, TenantId tenant, UUID id) {
        return transaction.createQuery("""
                SELECT id, person_id, expires_at, refresh_number, rotated_at, ended_at IS NOT NULL AS ended
                FROM session WHERE tenant_id = :tenant AND id = :id FOR UPDATE
                """)
                .bind("tenant", tenant.value())
                .bind("id", id)
                .map((row, _) -> new Session(row.getObject("id", UUID.class),
                        new PersonId(row.getObject("person_id", UUID.class)),
                        row.getTimestamp("expires_at").toInstant(), row.getInt("refresh_number"),
                        row.getTimestamp("rotated_at").toInstant(), row.getBoolean("ended")))
                .findOne();
    }

    void rotate(Handle transaction, TenantId tenant, UUID id, int number, Instant at) {
        transaction.createUpdate("""
                UPDATE session SET refresh_number = :number, rotated_at = :at WHERE tenant_id = :tenant AND id = :id
                """).bind("number", number).bind("at", at).bind("tenant", tenant.value()).bind("id", id).execute();
    }

    void end(Handle transaction, TenantId tenant, UUID id, Instant at, String because) {
        transaction.createUpdate("""
                UPDATE session SET ended_at = :at, ended_because = :because
                WHERE tenant_id = :tenant AND id = :id AND ended_at IS NULL
                """).bind("at", at).bind("because", because).bind("tenant", tenant.value()).bind("id", id).execute();
    }

    /// Of these sessions, those that are over, or whose person may no longer sign in. One that is not known never was.
    Set<UUID> ended(Handle transaction, Collection<UUID> sessions, Instant now) {
        var alive = transaction.createQuery("""
                SELECT s.id FROM session s JOIN person p ON p.tenant_id = s.tenant_id AND p.id = s.person_id
                WHERE s.id = ANY (:sessions) AND s.ended_at IS NULL AND s.expires_at > :now AND p.active
                """)
                .bindArray("sessions", UUID.class, sessions)
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .mapTo(UUID.class)
                .list();
        var ended = new HashSet<>(sessions);
        ended.removeAll(alive);
        return ended;
    }
}
