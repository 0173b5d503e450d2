package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.device.EdgeDesk.Registration;
import dev.lintel.cloud.device.EnrolmentDesk.Enrolment;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.TenantId;
import io.micronaut.context.ApplicationContext;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class EnrolmentTest {

    @TempDir
    static Path folder;
    static ApplicationContext cloud;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final FloorId floor = new FloorId(UUID.randomUUID());

    @BeforeAll
    static void start() throws IOException {
        cloud = ApplicationContext.run(Map.of("lintel.data", folder.toString(), "lintel.broker.port", freePort()));
    }

    @AfterAll
    static void stop() {
        cloud.close();
    }

    @BeforeEach
    void aFloor() {
        cloud.getBean(Transactions.class).inTenant(tenant, handle -> {
            handle.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, ?, 'T', now())", tenant.value(),
                    "t" + tenant.value().toString().substring(0, 8));
            UUID site = UUID.randomUUID();
            handle.execute("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'S', 'UTC', now())",
                    tenant.value(), site);
            return handle.execute("""
                    INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                    VALUES (?, ?, ?, 'F', now(), ?, '')
                    """, tenant.value(), floor.value(), site, site);
        });
    }

    @Test
    void aTokenBuysOneCertificateForTheKeyOfTheRequest() throws Exception {
        Registration.Registered registered = register();
        KeyPair pair = TestKeys.pair();

        var enrolled = (Enrolment.Enrolled) enrol(registered.enrolmentToken(), pair);

        assertThat(enrolled.edge()).isEqualTo(registered.edge());
        assertThat(enrolled.floors()).containsExactly(floor);
        X509Certificate leaf = (X509Certificate) CertificateFactory.getInstance("X.509")
                .generateCertificate(new ByteArrayInputStream(enrolled.certificateChain().getBytes(StandardCharsets.US_ASCII)));
        assertThat(leaf.getPublicKey()).isEqualTo(pair.getPublic());
        assertThat(Bearer.of(leaf)).contains(new Bearer.Edge(registered.edge()));
    }

    @Test
    void theSecondUserOfATokenGetsNothing() {
        Registration.Registered registered = register();
        KeyPair first = TestKeys.pair();
        assertThat(enrol(registered.enrolmentToken(), first)).isInstanceOf(Enrolment.Enrolled.class);
        assertThat(enrol(registered.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
        assertThat(enrol(registered.enrolmentToken(), first)).isEqualTo(new Enrolment.TokenRefused());
    }

    @Test
    void aBadRequestDoesNotBurnTheToken() {
        Registration.Registered registered = register();
        String unsigned = CertificateRequestTest.pem(TestKeys.pair(), TestKeys.pair(), "CN=x");
        assertThat(cloud.getBean(EnrolmentDesk.class).enrol(registered.enrolmentToken(), unsigned))
                .isEqualTo(new Enrolment.RequestRefused(CertificateRequest.Flaw.BAD_SIGNATURE));
        assertThat(enrol(registered.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
    }

    @Test
    void aTokenPastItsHourIsRefused() {
        Registration.Registered registered = register();
        cloud.getBean(Transactions.class)
                .inTenant(tenant, handle -> handle.execute("UPDATE enrolment SET expires_at = now() - interval '1 second'"));
        assertThat(enrol(registered.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
    }

    @Test
    void aTokenOfAnotherEdgeIsRefused() {
        Registration.Registered registered = register();
        String foreign = registered.enrolmentToken().replace(registered.edge().value(), "zzzzzzzzzzzzzzzzzzzzzzzzzz");
        assertThat(enrol(foreign, TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
    }

    @Test
    void aFloorHasOneDoor() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        assertThat(cloud.getBean(EdgeDesk.class).register(tenant, "second", Set.of(floor)))
                .isEqualTo(new Registration.FloorHasDoor(floor));
    }

    @Test
    void aLostTokenIsReplacedByRegisteringAgain() {
        Registration.Registered lost = register();
        Registration.Registered again = register();
        assertThat(enrol(lost.enrolmentToken(), TestKeys.pair())).isEqualTo(new Enrolment.TokenRefused());
        assertThat(enrol(again.enrolmentToken(), TestKeys.pair())).isInstanceOf(Enrolment.Enrolled.class);
    }

    @Test
    void aFloorOfAnotherTenantIsUnknown() {
        FloorId foreign = new FloorId(UUID.randomUUID());
        assertThat(cloud.getBean(EdgeDesk.class).register(tenant, "edge", Set.of(floor, foreign)))
                .isEqualTo(new Registration.UnknownFloor());
    }

    @Test
    void aRevokedEdgeSpeaksForNoFloor() {
        Registration.Registered registered = register();
        enrol(registered.enrolmentToken(), TestKeys.pair());
        assertThat(cloud.getBean(EdgeDesk.class).revoke(tenant, registered.edge(), "lost")).isTrue();
        assertThat(cloud.getBean(EdgeDirectory.class).assignment(registered.edge())).isEmpty();
        assertThat(cloud.getBean(EdgeDesk.class).list(tenant)).singleElement()
                .satisfies(edge -> assertThat(edge.state()).isEqualTo("revoked"));
    }

    private Registration.Registered register() {
        return (Registration.Registered) cloud.getBean(EdgeDesk.class).register(tenant, "edge", Set.of(floor));
    }

    private static Enrolment enrol(String token, KeyPair pair) {
        return cloud.getBean(EnrolmentDesk.class).enrol(token, CertificateRequestTest.pem(pair, pair, "CN=whatever"));
    }

    static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }
}
