package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.TenantId;
import java.security.PublicKey;
import java.security.cert.X509Certificate;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jdbi.v3.core.Handle;

/// The rows of issued certificates. The chain is kept, so that a lost answer can be given again.
final class CertificateStore {

    private CertificateStore() {}

    /// What a certificate was issued for: a token, or an older certificate.
    ///
    /// @param enrolledBy the hash of the token's secret, or nothing
    /// @param renews the serial number that it follows, or nothing
    record Cause(Optional<String> enrolledBy, Optional<String> renews) {

        static Cause token(String hash) {
            return new Cause(Optional.of(hash), Optional.empty());
        }

        static Cause renewalOf(X509Certificate old) {
            return new Cause(Optional.empty(), Optional.of(RevocationStore.text(old.getSerialNumber())));
        }
    }

    /// A certificate that was issued before for the same cause.
    record Issued(TenantId tenant, String serial, String keyHash, String chain, Instant issuedAt, Instant expiresAt) {}

    static void insert(Handle handle, TenantId tenant, EdgeId edge, List<X509Certificate> chain, Cause cause, Instant now) {
        X509Certificate leaf = chain.getFirst();
        handle.createUpdate(
                """
                        INSERT INTO certificate (tenant_id, edge_id, serial, fingerprint, issued_at, expires_at, key_hash, chain, renews,
                                                 enrolled_by)
                        VALUES (:tenant, :edge, :serial, :fingerprint, :issued, :expires, :key, :chain, :renews, :by)
                        """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("serial", RevocationStore.text(leaf.getSerialNumber()))
                .bind("fingerprint", HexFormat.of().formatHex(Authority.sha256(Pem.encoded(leaf))))
                .bind("issued", now.atOffset(ZoneOffset.UTC))
                .bind("expires", leaf.getNotAfter().toInstant().atOffset(ZoneOffset.UTC))
                .bind("key", hash(leaf.getPublicKey()))
                .bind("chain", Pem.of(chain))
                .bind("renews", cause.renews().orElse(null))
                .bind("by", cause.enrolledBy().orElse(null))
                .execute();
    }

    /// What this cause has bought already, the newest first; nothing that was revoked since.
    static Optional<Issued> issuedFor(Handle handle, EdgeId edge, Cause cause) {
        return handle.createQuery("""
                SELECT c.tenant_id, c.serial, c.key_hash, c.chain, c.issued_at, c.expires_at FROM certificate c
                JOIN edge e ON e.tenant_id = c.tenant_id AND e.id = c.edge_id AND e.state = 'enrolled'
                LEFT JOIN revocation r ON r.tenant_id = c.tenant_id AND r.edge_id = c.edge_id AND r.serial = c.serial
                WHERE c.edge_id = :edge AND r.serial IS NULL AND c.chain IS NOT NULL
                  AND (c.enrolled_by = :by OR c.renews = :renews)
                ORDER BY c.issued_at DESC LIMIT 1
                """)
                .bind("edge", edge.value())
                .bind("by", cause.enrolledBy().orElse(null))
                .bind("renews", cause.renews().orElse(null))
                .map((row, context) -> issued(row))
                .findOne();
    }

    /// Whether this certificate has been renewed before, whatever became of the next one.
    static boolean hasSuccessor(Handle handle, TenantId tenant, EdgeId edge, X509Certificate old) {
        return handle.createQuery("""
                SELECT count(*) FROM certificate WHERE tenant_id = :tenant AND edge_id = :edge AND renews = :serial
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("serial", RevocationStore.text(old.getSerialNumber()))
                .mapTo(Integer.class)
                .one() > 0;
    }

    private static Issued issued(ResultSet row) throws SQLException {
        return new Issued(new TenantId(row.getObject("tenant_id", UUID.class)), row.getString("serial"),
                row.getString("key_hash"), row.getString("chain"), row.getTimestamp("issued_at").toInstant(),
                row.getTimestamp("expires_at").toInstant());
    }

    /// The tenant of an enrolled edge that was given this very certificate and has not lost it since. The edge's row is
    /// locked, so that two renewals at once are one after the other.
    static Optional<TenantId> owner(Handle handle, EdgeId edge, X509Certificate certificate) {
        return handle.createQuery("""
                SELECT e.tenant_id FROM edge e
                JOIN certificate c ON c.tenant_id = e.tenant_id AND c.edge_id = e.id
                WHERE e.id = :edge AND e.state = 'enrolled' AND c.serial = :serial AND c.fingerprint = :fingerprint
                  AND NOT EXISTS (SELECT FROM revocation r WHERE r.tenant_id = c.tenant_id AND r.edge_id = c.edge_id
                                  AND r.serial = c.serial)
                FOR UPDATE OF e
                """)
                .bind("edge", edge.value())
                .bind("serial", RevocationStore.text(certificate.getSerialNumber()))
                .bind("fingerprint", HexFormat.of().formatHex(Authority.sha256(Pem.encoded(certificate))))
                .mapTo(UUID.class)
                .findOne()
                .map(TenantId::new);
    }

    /// Ends what an edge holds beside these two: the overlap is between one certificate and the next, never longer.
    static void endOthers(Handle handle, TenantId tenant, EdgeId edge, List<String> kept, String reason, Instant now) {
        handle.createUpdate("""
                INSERT INTO revocation (tenant_id, edge_id, serial, at, reason)
                SELECT tenant_id, edge_id, serial, :now, :reason FROM certificate
                WHERE tenant_id = :tenant AND edge_id = :edge AND NOT (serial = ANY (:kept)) ON CONFLICT DO NOTHING
                """)
                .bind("tenant", tenant.value())
                .bind("edge", edge.value())
                .bind("now", now.atOffset(ZoneOffset.UTC))
                .bind("reason", reason)
                .bindArray("kept", String.class, kept)
                .execute();
    }

    static String hash(PublicKey key) {
        return HexFormat.of().formatHex(Authority.sha256(key.getEncoded()));
    }

    /// Two thirds of a certificate's life are over then.
    static Instant renewAfter(Instant expiresAt) {
        Duration last = Authority.EDGE_VALIDITY.dividedBy(3);
        return expiresAt.minus(last);
    }
}
