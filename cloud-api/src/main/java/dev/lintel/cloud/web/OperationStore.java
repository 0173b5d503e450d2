package dev.lintel.cloud.web;

import dev.lintel.cloud.store.Bundle;
import dev.lintel.protocol.identity.TenantId;
import io.micronaut.serde.ObjectMapper;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.Objects;
import java.util.function.Supplier;
import org.jdbi.v3.core.Handle;
import org.jspecify.annotations.Nullable;

/// The memory that makes a repeated request harmless: what an operation was, and its first answer.
///
/// Only ids that the sender chose are remembered; the others never come again. What a request contained is kept as a
/// hash, because it may hold what must not lie here (passwords, titles).
@Singleton
public class OperationStore {

    private final InstantSource clock;
    private final ObjectMapper json;

    OperationStore(InstantSource clock, ObjectMapper json) {
        this.clock = clock;
        this.json = json;
    }

    private record Remembered(String kind, String fingerprint, @Nullable String answer) {}

    /// Does the work the first time, and gives its answer again every other time. A refusal changes nothing and is
    /// not remembered: the same request may succeed later.
    ///
    /// Two requests with one id at the same time: the second waits in the insert for the first one's commit.
    public <T> Outcome<T> once(Handle transaction, TenantId tenant, Operation operation, String kind, Object request,
            Class<T> type, Supplier<Outcome<T>> work) {
        if (!operation.chosenBySender()) {
            return work.get();
        }
        if (!claim(transaction, tenant, operation, kind, request)) {
            return repeated(transaction, tenant, operation, kind, request, type);
        }
        var outcome = work.get();
        switch (outcome) {
            case Outcome.Done<T> done -> transaction.createUpdate("""
                    UPDATE operation SET answer = :answer WHERE tenant_id = :tenant AND op = :op
                    """)
                    .bind("answer", written(done.value()))
                    .bind("tenant", tenant.value())
                    .bind("op", operation.id().value())
                    .execute();
            case Outcome.Refused<T> _ -> transaction.createUpdate("""
                    DELETE FROM operation WHERE tenant_id = :tenant AND op = :op
                    """).bind("tenant", tenant.value()).bind("op", operation.id().value()).execute();
        }
        return outcome;
    }

    /// An operation that is being claimed with the first statements of its transaction.
    public final class Claim {

        private final TenantId tenant;
        private final Operation operation;
        private final String kind;
        private final Object request;
        private boolean claimed;

        private Claim(TenantId tenant, Operation operation, String kind, Object request) {
            this.tenant = tenant;
            this.operation = operation;
            this.kind = kind;
            this.request = request;
        }

        /// Whether it is this request's, once the statements were sent: new, or sent with this very request before.
        public boolean isOurs(Handle transaction) {
            return claimed || !operation.chosenBySender() || isRepetition(transaction, tenant, operation, kind, request);
        }
    }

    /// Remembers the operation without an answer, for work that keeps its answers itself, together with other statements.
    public Claim claim(Bundle first, TenantId tenant, Operation operation, String kind, Object request) {
        var claim = new Claim(tenant, operation, kind, request);
        if (operation.chosenBySender()) {
            first.read("""
                    INSERT INTO operation (tenant_id, op, kind, fingerprint, made_at) VALUES (?, ?, ?, ?, ?)
                    ON CONFLICT DO NOTHING RETURNING op
                    """, _ -> claim.claimed = true, tenant.value(), operation.id().value(), kind, fingerprint(request),
                    clock.instant());
        }
        return claim;
    }

    /// The same, at once. False: the id is known.
    public boolean claim(Handle transaction, TenantId tenant, Operation operation, String kind, Object request) {
        return transaction.createUpdate("""
                INSERT INTO operation (tenant_id, op, kind, fingerprint, made_at)
                VALUES (:tenant, :op, :kind, :fingerprint, :at) ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("op", operation.id().value())
                .bind("kind", kind)
                .bind("fingerprint", fingerprint(request))
                .bind("at", clock.instant())
                .execute() == 1;
    }

    /// Whether a known id was sent with this very request before.
    public boolean isRepetition(Handle transaction, TenantId tenant, Operation operation, String kind, Object request) {
        var before = remembered(transaction, tenant, operation);
        return before.kind().equals(kind) && before.fingerprint().equals(fingerprint(request));
    }

    private <T> Outcome<T> repeated(Handle transaction, TenantId tenant, Operation operation, String kind,
            Object request, Class<T> type) {
        var before = remembered(transaction, tenant, operation);
        if (!before.kind().equals(kind) || !before.fingerprint().equals(fingerprint(request))) {
            return Outcome.refused(new Refusal.OperationReused());
        }
        return Outcome.done(read(Objects.requireNonNull(before.answer(), "an operation without an answer"), type));
    }

    private static Remembered remembered(Handle transaction, TenantId tenant, Operation operation) {
        return transaction.createQuery("""
                SELECT kind, fingerprint, answer FROM operation WHERE tenant_id = :tenant AND op = :op
                """)
                .bind("tenant", tenant.value())
                .bind("op", operation.id().value())
                .map((row, _) -> new Remembered(row.getString(1), row.getString(2), row.getString(3)))
                .one();
    }

    private String written(Object value) {
        try {
            return json.writeValueAsString(value);
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that cannot be written", e);
        }
    }

    private <T> T read(String text, Class<T> type) {
        try {
            return Objects.requireNonNull(json.readValue(text, type));
        } catch (IOException e) {
            throw new UncheckedIOException("an answer that was written here", e);
        }
    }

    /// Records print all their parts in order, so equal requests have equal texts.
    private static String fingerprint(Object request) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256")
                            .digest(request.toString().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
