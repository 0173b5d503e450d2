package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.cloud.Ports;
import dev.lintel.cloud.account.Caller;
import dev.lintel.cloud.account.Role;
import dev.lintel.cloud.account.Tokens;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.Standing;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.LineJson;
import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.MessageDigest;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// Registration and enrolment as an admin and a Pi see them: over the ports.
class EnrolmentHttpTest {

    @TempDir
    static Path folder;
    static EmbeddedServer server;
    static ApplicationContext cloud;
    static int http;
    static int https;

    private final TenantId tenant = new TenantId(UUID.randomUUID());
    private final UUID floor = UUID.randomUUID();

    @BeforeAll
    static void start() throws IOException {
        http = Ports.free();
        https = Ports.free();
        server = ApplicationContext.run(EmbeddedServer.class, Map.of("lintel.data", folder.toString(), "lintel.broker.port",
                Ports.free(), "lintel.http.port", http, "lintel.https.port", https));
        cloud = server.getApplicationContext();
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    @Test
    void aPiKnowsItsCloudByTheHashInTheTokenAndIsThenKnownByIt() throws Exception {
        Json.Obj registered = object(register(Role.OWNER), 201);
        String token = text(registered, "enrolmentToken");
        assertThat(cloud.getBean(Authority.class).fingerprint()).isEqualTo(token.split("\\.", -1)[2]);

        HttpResponse<String> answer = enrol("https", https, token);

        assertThat(rootHash(answer)).isEqualTo(token.split("\\.", -1)[2]);
        Json.Obj enrolled = object(answer, 201);
        assertThat(text(enrolled, "edgeId")).isEqualTo(text(registered, "edgeId"));
        assertThat(text(enrolled, "certificateChain")).contains("BEGIN CERTIFICATE");
        assertThat(enrolled.fields().get("floorIds")).isEqualTo(Json.array(List.of(floor), id -> new Json.Text(id.toString())));
        assertThat(text(object(enrol("https", https, token), 403), "error")).isEqualTo("enrolment-refused");
    }

    @Test
    void aTokenOnThePlainPortIsNotEvenLookedAt() throws Exception {
        String token = text(object(register(Role.OWNER), 201), "enrolmentToken");
        assertThat(text(object(enrol("http", http, token), 426), "error")).isEqualTo("https-only");
        assertThat(enrol("https", https, token).statusCode()).isEqualTo(201);
    }

    @Test
    void onlyAnOwnerRegistersEdges() throws Exception {
        assertThat(register(Role.MEMBER).statusCode()).isEqualTo(403);
    }

    @Test
    void anEdgeForTwoFloorsIsRefusedBeforeSomebodyCarriesItThere() throws Exception {
        object(register(Role.OWNER), 201);
        var owner = new Caller(tenant, new PersonId(UUID.randomUUID()), UUID.randomUUID(), Role.OWNER);
        var refused = object(post("http", http, "/api/v1/edges",
                "{\"name\":\"Pi\",\"floorIds\":[\"" + floor + "\",\"" + UUID.randomUUID() + "\"]}",
                cloud.getBean(Tokens.class).issue(owner).text()), 422);
        assertThat(text(refused, "field")).isEqualTo("floorIds");
        assertThat(text(refused, "detail")).contains("one floor");
    }

    private HttpResponse<String> register(Role role) throws Exception {
        cloud.getBean(Transactions.class).inTenant(tenant, handle -> {
            handle.execute("INSERT INTO tenant (id, slug, name, created_at) VALUES (?, ?, 'T', now())", tenant.value(),
                    "t" + tenant.value().toString().substring(0, 8));
            UUID site = UUID.randomUUID();
            handle.execute("INSERT INTO site (tenant_id, id, name, time_zone, created_at) VALUES (?, ?, 'S', 'UTC', now())",
                    tenant.value(), site);
            return handle.execute("""
                    INSERT INTO floor (tenant_id, id, site_id, name, created_at, generation, standing)
                    VALUES (?, ?, ?, 'F', now(), ?, ?)
                    """, tenant.value(), floor, site, site, LineJson.standing(new Standing.Deciding()).canonical());
        });
        var caller = new Caller(tenant, new PersonId(UUID.randomUUID()), UUID.randomUUID(), role);
        String access = cloud.getBean(Tokens.class).issue(caller).text();
        return post("http", http, "/api/v1/edges", "{\"name\":\"Pi\",\"floorIds\":[\"" + floor + "\"]}", access);
    }

    private static HttpResponse<String> enrol(String scheme, int port, String token) throws Exception {
        KeyPair pair = TestKeys.pair();
        String csr = CertificateRequestTest.pem(pair, pair, "CN=pi");
        return post(scheme, port, "/api/v1/enrolments", Json.object().with("token", token).with("csr", csr).canonical(), null);
    }

    private static HttpResponse<String> post(String scheme, int port, String path, String body, @Nullable String access)
            throws Exception {
        var tls = SSLContext.getInstance("TLS");
        tls.init(null, cloud.getBean(Authority.class).node("test").trustManagers().getTrustManagers(), null);
        var request = HttpRequest.newBuilder(URI.create(scheme + "://localhost:" + port + path))
                .header("Content-Type", "application/json")
                .POST(HttpRequest.BodyPublishers.ofString(body));
        if (access != null) {
            request.header("Authorization", "Bearer " + access);
        }
        try (HttpClient client = HttpClient.newBuilder().sslContext(tls).version(HttpClient.Version.HTTP_1_1).build()) {
            return client.send(request.build(), HttpResponse.BodyHandlers.ofString());
        }
    }

    private static String rootHash(HttpResponse<String> answer) throws IOException, GeneralSecurityException {
        var chain = answer.sslSession().orElseThrow().getPeerCertificates();
        byte[] hash = MessageDigest.getInstance("SHA-256").digest(((X509Certificate) chain[chain.length - 1]).getEncoded());
        return Base64.getUrlEncoder().withoutPadding().encodeToString(hash);
    }

    private static Json.Obj object(HttpResponse<String> answer, int status) {
        assertThat(answer.statusCode()).as(answer.body()).isEqualTo(status);
        return (Json.Obj) Json.parse(answer.body());
    }

    private static String text(Json.Obj object, String name) {
        return ((Json.Text) Objects.requireNonNull(object.fields().get(name))).value();
    }
}
