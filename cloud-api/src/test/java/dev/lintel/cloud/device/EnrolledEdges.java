package dev.lintel.cloud.device;

import dev.lintel.cloud.device.EdgeDesk.Registration;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.RenewalText;
import dev.lintel.protocol.identity.TenantId;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/// Takes an edge through registration and enrolment, as its agent would.
@NullMarked
public final class EnrolledEdges {

    private EnrolledEdges() {}

    public record Enrolled(EdgeId id, Credential credential) {}

    public static Enrolled enrol(ApplicationContext cloud, TenantId tenant, Set<FloorId> floors) {
        var registered = (Registration.Registered) cloud.getBean(EdgeDesk.class)
                .register(new By(tenant, "person:admin", cloud.getBean(IdSource.class).operation()), "edge", floors);
        return enrol(cloud, registered.enrolmentToken());
    }

    /// Whether a token buys nothing for a new key.
    public static boolean refused(ApplicationContext cloud, String token) {
        KeyPair pair = TestKeys.pair();
        return cloud.getBean(EnrolmentDesk.class)
                .enrol(token, CertificateRequestTest.pem(pair, pair, "CN=door")) instanceof Enrolment.TokenRefused;
    }

    /// Whether an edge gets another certificate for the one that it holds.
    public static boolean renews(ApplicationContext cloud, Enrolled edge) {
        KeyPair next = TestKeys.pair();
        var old = edge.credential().leaf();
        var request = CertificateRequestTest.pem(next, next, "CN=door");
        try {
            var signing = Signature.getInstance("SHA256withECDSA");
            signing.initSign(edge.credential().key());
            signing.update(RenewalText.of(Pem.encoded(old), Pem.bytes(request, Pem.REQUEST).orElseThrow()));
            var signature = Base64.getUrlEncoder().withoutPadding().encodeToString(signing.sign());
            return cloud.getBean(RenewalDesk.class)
                    .renew(Pem.of(List.of(old)), request, signature) instanceof Enrolment.Enrolled;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    public static Enrolled enrol(ApplicationContext cloud, String token) {
        KeyPair pair = TestKeys.pair();
        var enrolled = (Enrolment.Enrolled) cloud.getBean(EnrolmentDesk.class)
                .enrol(token, CertificateRequestTest.pem(pair, pair, "CN=door"));
        try {
            var chain = CertificateFactory.getInstance("X.509")
                    .generateCertificates(
                            new ByteArrayInputStream(enrolled.certificateChain().getBytes(StandardCharsets.US_ASCII)))
                    .stream()
                    .map(X509Certificate.class::cast)
                    .toList();
            return new Enrolled(enrolled.edge(), new Credential(pair.getPrivate(), chain));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
