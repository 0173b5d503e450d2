package dev.lintel.cloud.device;

import dev.lintel.cloud.device.EdgeDesk.Registration;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TenantId;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
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
