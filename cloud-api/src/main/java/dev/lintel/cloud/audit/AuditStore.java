package dev.lintel.cloud.audit;

import dev.lintel.cloud.store.Bundle;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.time.InstantSource;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// Adds to the trail, and reads what it tells about one thing.
@Singleton
public class AuditStore {

    private final InstantSource clock;
    private final IdSource ids;

    AuditStore(InstantSource clock, IdSource ids) {
        this.clock = clock;
        this.ids = ids;
    }

    /// One line to be added, its parts as those of [#add].
    public record Line(OperationId op, String actor, String action, String subject, String detail) {}

    /// Adds lines together with other statements, in their trip to the database.
    public void add(Bundle bundle, TenantId tenant, List<Line> lines) {
        if (lines.isEmpty()) {
            return;
        }
        bundle.write("""
                INSERT INTO audit (tenant_id, at, id, op, actor, action, subject, detail)
                SELECT ?, ?, u.id, u.op, u.actor, u.action, u.subject, u.detail
                FROM unnest(?, ?, ?, ?, ?, ?) AS u (id, op, actor, action, subject, detail)
                """, tenant.value(), clock.instant(), Bundle.uuids(lines.stream().map(line -> ids.next()).toList()),
                Bundle.uuids(lines.stream().map(line -> line.op().value()).toList()),
                Bundle.texts(lines.stream().map(Line::actor).toList()), Bundle.texts(lines.stream().map(Line::action).toList()),
                Bundle.texts(lines.stream().map(Line::subject).toList()),
                Bundle.texts(lines.stream().map(Line::detail).toList()));
    }

    /// @param actor who did it, such as `person:<id>` or `door:<floor>`
    /// @param action what happened, in the past tense
    /// @param subject what it happened to, such as `booking:<id>`
    /// @param detail ids and words only
    public void add(Handle transaction, TenantId tenant, OperationId op, String actor, String action, String subject,
            String detail) {
        transaction.createUpdate("""
                INSERT INTO audit (tenant_id, id, at, op, actor, action, subject, detail)
                VALUES (:tenant, :id, :at, :op, :actor, :action, :subject, :detail)
                """)
                .bind("tenant", tenant.value())
                .bind("id", ids.next())
                .bind("at", clock.instant())
                .bind("op", op.value())
                .bind("actor", actor)
                .bind("action", action)
                .bind("subject", subject)
                .bind("detail", detail)
                .execute();
    }

    /// A line of the trail.
    public record Row(Instant at, OperationId op, String actor, String action, String detail) {}

    /// What the trail tells about one thing, oldest first.
    public List<Row> about(Handle transaction, TenantId tenant, String subject, int limit) {
        return transaction.createQuery("""
                SELECT at, op, actor, action, detail FROM audit
                WHERE tenant_id = :tenant AND subject = :subject ORDER BY at, id LIMIT :limit
                """)
                .bind("tenant", tenant.value())
                .bind("subject", subject)
                .bind("limit", limit)
                .map((row, _) -> new Row(row.getObject("at", OffsetDateTime.class).toInstant(),
                        new OperationId(row.getObject("op", UUID.class)), row.getString("actor"), row.getString("action"),
                        row.getString("detail")))
                .list();
    }
}
