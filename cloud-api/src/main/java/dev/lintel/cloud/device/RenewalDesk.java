package dev.lintel.cloud.device;

import dev.lintel.cloud.audit.AuditStore;
import dev.lintel.cloud.booking.LineDesk.Taken;
import dev.lintel.cloud.device.CertificateStore.Cause;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.RenewalText;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Effect;
import jakarta.inject.Singleton;
import java.security.GeneralSecurityException;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import org.jdbi.v3.core.Handle;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Gives an edge its next certificate, for a new key, on the word of the old one.
///
///     certificate ours, its edge enrolled, not revoked, ended at most 35 days ago
///       -> request signed by its new key, exchange signed by the old -> next certificate
///
/// Old and next overlap until the old one ends or the next renewal, whichever comes first; whatever else the edge held is
/// revoked. A certificate has one successor: the same exchange again gets the same one, and another key gets none. Whoever asks
/// for a second one either has lost the key of the first or is somebody else, and only an admin can tell which.
@Singleton
public class RenewalDesk {

    private static final Logger LOG = LoggerFactory.getLogger(RenewalDesk.class);
    /// As long as a door's log is kept: a floor that was cut off for the longest outage we promise to survive comes back by
    /// itself. Whoever finds a lost card has this much longer, so a lost card is revoked, not waited out.
    static final Duration GRACE = Duration.ofDays(35);
    static final int SIGNATURE_CHARACTERS = 128;

    private final Transactions transactions;
    private final Authority authority;
    private final Revocations revocations;
    private final EdgeAlarms alarms;
    private final AuditStore audit;
    private final IdSource ids;
    private final InstantSource clock;

    RenewalDesk(Transactions transactions, Authority authority, Revocations revocations, EdgeAlarms alarms, AuditStore audit,
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

    /// Who asks, proved.
    private record Asker(EdgeId edge, X509Certificate old, CertificateRequest request) {}

    public Enrolment renew(String certificatePem, String requestPem, String signature) {
        CertificateRequest request;
        switch (CertificateRequest.read(requestPem)) {
            case CertificateRequest.Reading.Flawed(var flaw) -> {
                return new Enrolment.RequestRefused(flaw);
            }
            case CertificateRequest.Reading.Sound(var sound) -> request = sound;
        }
        Optional<X509Certificate> old = Pem.readCertificate(certificatePem)
                .filter(certificate -> authority.vouchesFor(certificate, GRACE))
                .filter(certificate -> signed(certificate, requestPem, signature));
        Optional<EdgeId> edge = old.flatMap(Bearer::of)
                .flatMap(bearer -> bearer instanceof Bearer.Edge(EdgeId id) ? Optional.of(id) : Optional.empty());
        // The database is asked besides: one that was just put back has forgotten what is known here.
        if (old.isEmpty() || edge.isEmpty() || revocations.contains(old.get())) {
            return new Enrolment.RenewalRefused();
        }
        if (old.get().getPublicKey().equals(request.key())) {
            return new Enrolment.RequestRefused(CertificateRequest.Flaw.OLD_KEY);
        }
        Instant now = clock.instant();
        var raised = new ArrayList<Taken>();
        Enrolment renewed = transactions
                .unfenced(handle -> renew(handle, new Asker(edge.get(), old.get(), request), now, raised));
        alarms.tell(raised);
        revocations.add(transactions.unfenced(handle -> RevocationStore.mattering(handle, now)));
        return renewed;
    }

    private Enrolment renew(Handle handle, Asker asker, Instant now, List<Taken> raised) {
        Optional<TenantId> owner = CertificateStore.owner(handle, asker.edge(), asker.old());
        if (owner.isEmpty()) {
            LOG.atWarn().addKeyValue("edge", asker.edge()).log("a renewal was refused: revoked, replaced or unknown");
            return new Enrolment.RenewalRefused();
        }
        TenantId tenant = owner.get();
        var before = CertificateStore.issuedFor(handle, asker.edge(), Cause.renewalOf(asker.old()));
        if (before.isPresent() && before.get().keyHash().equals(CertificateStore.hash(asker.request().key()))) {
            return enrolled(handle, tenant, asker.edge(), before.get().chain(), before.get().expiresAt());
        }
        if (CertificateStore.hasSuccessor(handle, tenant, asker.edge(), asker.old())) {
            raised.addAll(contested(handle, tenant, asker));
            return new Enrolment.RenewalRefused();
        }
        List<X509Certificate> chain = authority.certify(asker.edge(), asker.request().key());
        String serial = RevocationStore.text(chain.getFirst().getSerialNumber());
        CertificateStore.insert(handle, tenant, asker.edge(), chain, Cause.renewalOf(asker.old()), now);
        CertificateStore.endOthers(handle, tenant, asker.edge(),
                List.of(serial, RevocationStore.text(asker.old().getSerialNumber())), Revocations.Ending.RENEWED.word(),
                now);
        audit.add(handle, tenant, ids.operation(), "edge:" + asker.edge(), "certificate-renewed", "edge:" + asker.edge(),
                "certificate " + serial);
        return enrolled(handle, tenant, asker.edge(), Pem.of(chain), chain.getFirst().getNotAfter().toInstant());
    }

    private List<Taken> contested(Handle handle, TenantId tenant, Asker asker) {
        var by = new By(tenant, "edge:" + asker.edge(), ids.operation());
        audit.add(handle, tenant, by.operation(), by.actor(), "renewal-contested", "edge:" + asker.edge(),
                "a second successor of certificate " + RevocationStore.text(asker.old().getSerialNumber()));
        return alarms.raise(handle, by, asker.edge(), new Effect.Alarm("renewal-contested",
                "a certificate of edge " + asker.edge()
                        + " was to be renewed for a second key: the first was lost, or two have the"
                        + " old one"));
    }

    private static Enrolment enrolled(Handle handle, TenantId tenant, EdgeId edge, String chain, Instant expiresAt) {
        return new Enrolment.Enrolled(edge, EdgeStore.floors(handle, tenant, edge), chain, expiresAt,
                CertificateStore.renewAfter(expiresAt));
    }

    private static boolean signed(X509Certificate old, String requestPem, String signature) {
        try {
            var check = Signature.getInstance("SHA256withECDSA");
            check.initVerify(old.getPublicKey());
            check.update(RenewalText.of(Pem.encoded(old), Pem.bytes(requestPem, Pem.REQUEST).orElseThrow()));
            return check.verify(Base64.getUrlDecoder().decode(signature));
        } catch (GeneralSecurityException | IllegalArgumentException e) {
            return false;
        }
    }
}
