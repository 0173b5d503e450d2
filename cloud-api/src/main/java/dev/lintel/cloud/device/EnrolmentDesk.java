package dev.lintel.cloud.device;

import dev.lintel.cloud.device.EdgeStore.CertificateRow;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.EnrolmentToken;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a token and a certificate request into a certificate, once.
@Singleton
public class EnrolmentDesk {

    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDesk.class);

    private final Transactions transactions;
    private final Authority authority;
    private final InstantSource clock;

    EnrolmentDesk(Transactions transactions, Authority authority, InstantSource clock) {
        this.transactions = transactions;
        this.authority = authority;
        this.clock = clock;
    }

    /// What became of an enrolment. Whoever holds a bad token learns only that it is not good: why, the log tells.
    public sealed interface Enrolment {

        record Enrolled(EdgeId edge, List<FloorId> floors, String certificateChain, Instant expiresAt) implements Enrolment {}

        record TokenRefused() implements Enrolment {}

        record RequestRefused(CertificateRequest.Flaw flaw) implements Enrolment {}
    }

    public Enrolment enrol(String tokenText, String requestPem) {
        Optional<EnrolmentToken> token = EnrolmentToken.parse(tokenText);
        if (token.isEmpty()) {
            return new Enrolment.TokenRefused();
        }
        return switch (CertificateRequest.read(requestPem)) {
            case CertificateRequest.Reading.Flawed(var flaw) -> new Enrolment.RequestRefused(flaw);
            case CertificateRequest.Reading.Sound(var request) -> enrol(token.get(), request);
        };
    }

    private Enrolment enrol(EnrolmentToken token, CertificateRequest request) {
        Instant now = clock.instant();
        return transactions.unfenced(handle -> {
            Optional<TenantId> owner = EdgeStore.burn(handle, token.edge(), EnrolmentSecrets.hash(token), now);
            if (owner.isEmpty()) {
                boolean replayed = EdgeStore.used(handle, token.edge(), EnrolmentSecrets.hash(token));
                LOG.atWarn()
                        .addKeyValue("edge", token.edge())
                        .addKeyValue("alert", replayed)
                        .log(replayed ? "an enrolment token was used a second time" : "an enrolment token was refused");
                return new Enrolment.TokenRefused();
            }
            TenantId tenant = owner.get();
            List<X509Certificate> chain = authority.certify(token.edge(), request.key());
            EdgeStore.insertCertificate(handle, tenant, token.edge(), row(chain.getFirst()));
            EdgeStore.expectDoor(handle, tenant, token.edge(), now);
            return new Enrolment.Enrolled(token.edge(), EdgeStore.floors(handle, tenant, token.edge()), Pem.of(chain),
                    chain.getFirst().getNotAfter().toInstant());
        });
    }

    private static CertificateRow row(X509Certificate certificate) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Pem.encoded(certificate));
            return new CertificateRow(RevocationStore.text(certificate.getSerialNumber()), HexFormat.of().formatHex(hash),
                    certificate.getNotBefore().toInstant(), certificate.getNotAfter().toInstant());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
