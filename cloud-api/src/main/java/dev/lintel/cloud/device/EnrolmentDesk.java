package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.CertificateStore.Cause;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.EnrolmentToken;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Effect;
import jakarta.inject.Singleton;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Turns a token and a certificate request into a certificate, once.
///
/// An answer that was lost on the way is given again: the same token with the same key, within the token's hour, gets the
/// same certificate. For every other key the token is burnt, and whoever shows it then raises an alert: somebody has a copy.
@Singleton
public class EnrolmentDesk {

    private static final Logger LOG = LoggerFactory.getLogger(EnrolmentDesk.class);

    private final Transactions transactions;
    private final Authority authority;
    private final Revocations revocations;
    private final EdgeAlarms alarms;
    private final AuditStore audit;
    private final IdSource ids;
    private final InstantSource clock;

    EnrolmentDesk(Transactions transactions, Authority authority, Revocations revocations, EdgeAlarms alarms, AuditStore audit,
            IdSource ids,
            InstantSource clock) {
        this.transactions = transactions;
        this.authority = authority;
        this.revocations = revocations;
        this.alarms = alarms;
        this.audit = audit;
        this.ids = ids;
        this.clock = clock;
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
        var raised = new ArrayList<Taken>();
        Enrolment enrolment = transactions.unfenced(handle -> {
            Optional<TenantId> owner = EdgeStore.burn(handle, token.edge(), EnrolmentSecrets.hash(token), now);
            return owner.isPresent()
                    ? enrolled(handle, owner.get(), token, request, now)
                    : again(handle, token, request, now, raised);
        });
        alarms.tell(raised);
        // What the edge held before ends at once here, and at other replicas when they look.
        revocations.add(transactions.unfenced(handle -> RevocationStore.mattering(handle, now)));
        return enrolment;
    }

    private Enrolment enrolled(Handle handle, TenantId tenant, EnrolmentToken token, CertificateRequest request, Instant now) {
        EdgeId edge = token.edge();
        List<X509Certificate> chain = authority.certify(edge, request.key());
        String serial = RevocationStore.text(chain.getFirst().getSerialNumber());
        CertificateStore.endOthers(handle, tenant, edge, List.of(serial), Revocations.Ending.ENROLLED_AGAIN.word(), now);
        CertificateStore.insert(handle, tenant, edge, chain, Cause.token(EnrolmentSecrets.hash(token)), now);
        BootStore.forget(handle, tenant, edge);
        ConfigurationStore.forgetReports(handle, tenant, edge);
        OrderStore.endOrders(handle, tenant, edge, now);
        EdgeStore.expectDoor(handle, tenant, edge, now);
        audit.add(handle, tenant, ids.operation(), "edge:" + edge, "edge-enrolled", "edge:" + edge, "certificate " + serial);
        Instant expiresAt = chain.getFirst().getNotAfter().toInstant();
        return new Enrolment.Enrolled(edge, EdgeStore.floors(handle, tenant, edge), Pem.of(chain), expiresAt,
                CertificateStore.renewAfter(expiresAt));
    }

    /// The token is not good (any more): a lost answer that is asked for again, a copy, or nonsense.
    private Enrolment again(Handle handle, EnrolmentToken token, CertificateRequest request, Instant now, List<Taken> raised) {
        String secret = EnrolmentSecrets.hash(token);
        var before = CertificateStore.issuedFor(handle, token.edge(), Cause.token(secret))
                .filter(issued -> issued.keyHash().equals(CertificateStore.hash(request.key())))
                .filter(issued -> now.isBefore(issued.issuedAt().plus(EnrolmentSecrets.VALIDITY)));
        if (before.isPresent()) {
            var issued = before.get();
            LOG.atInfo().addKeyValue("edge", token.edge()).log("an enrolment's answer is given again");
            return new Enrolment.Enrolled(token.edge(), EdgeStore.floors(handle, issued.tenant(), token.edge()), issued.chain(),
                    issued.expiresAt(), CertificateStore.renewAfter(issued.expiresAt()));
        }
        Optional<TenantId> owner = EdgeStore.used(handle, token.edge(), secret);
        owner.ifPresentOrElse(tenant -> {
            var by = new By(tenant, "unknown", ids.operation());
            audit.add(handle, tenant, by.operation(), by.actor(), "enrolment-token-reused", "edge:" + token.edge(),
                    "with another key");
            raised.addAll(alarms.raise(handle, by, token.edge(), new Effect.Alarm("enrolment-token-reused",
                    "somebody has a copy of a token of edge " + token.edge())));
        }, () -> LOG.atWarn().addKeyValue("edge", token.edge()).log("an enrolment token was refused"));
        return new Enrolment.TokenRefused();
    }
}
