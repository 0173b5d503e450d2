package dev.lintel.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.cert.X509Certificate;
import java.time.ZoneId;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
@SuppressWarnings("NullAway.Init")
class EnrolmentTest {

    private static final String EDGE = "abcdefghijklmnopqrstuvwxyz";

    @TempDir
    Path folder;

    private Authority authority;
    private HttpsServer server;
    private DataFolder data;
    private Path tokenFile;
    private final AtomicReference<String> received = new AtomicReference<>("");
    private int status = 201;

    @BeforeEach
    void open() throws Exception {
        authority = new Authority("root of the stories");
        data = DataFolder.hold(folder.resolve("data"));
        tokenFile = folder.resolve("token");
        serve(authority, "localhost");
    }

    private void serve(Authority by, String name) throws Exception {
        if (server != null) {
            server.stop(0);
        }
        server = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(by.server(name)));
        server.createContext("/api/v1/enrolments", exchange -> {
            String body = new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8);
            received.set(body);
            byte[] answer = answer(body);
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        server.start();
    }

    private byte[] answer(String body) throws IOException {
        try {
            Json.Obj wish = (Json.Obj) Json.parse(body);
            PKCS10CertificationRequest csr = (PKCS10CertificationRequest) new PEMParser(
                    new StringReader(((Json.Text) Objects.requireNonNull(wish.fields().get("csr"))).value())).readObject();
            X509Certificate own = authority.certify(EDGE, new JcaPKCS10CertificationRequest(csr).getPublicKey());
            String chain = Pem.of("CERTIFICATE", own.getEncoded()) + Pem.of("CERTIFICATE", authority.root.getEncoded());
            return Json.object()
                    .with("edgeId", EDGE)
                    .with("floorIds", new Json.Arr(List.of(new Json.Text(Floor2.ID.toString()))))
                    .with("certificateChain", chain)
                    .with("broker", Json.object().with("host", "broker.example").with("port", 8883))
                    .bytes();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    @AfterEach
    void close() throws Exception {
        server.stop(0);
        data.close();
    }

    private Enrolment enrolment() {
        return new Enrolment(new EdgeSettings(folder, "127.0.0.1", 0, Optional.empty(), Set.of(),
                Optional.of(URI.create("https://localhost:" + server.getAddress().getPort())), Optional.of(tokenFile),
                Optional.empty(),
                Locale.UK,
                ZoneId.of("UTC"), false), data);
    }

    private void token(String authorityHash, String mode) throws IOException {
        Files.deleteIfExists(tokenFile);
        Files.writeString(tokenFile, "lintel1." + EDGE + "." + authorityHash + ".the-secret-of-the-token-in-base64\n");
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString(mode));
    }

    @Test
    void aTokenBecomesAnIdentityThatIsKept() throws Exception {
        token(authority.hash(), "rw-------");
        Enrolment.Outcome outcome = enrolment().identity();
        assertThat(outcome).isInstanceOfSatisfying(Enrolment.Outcome.Enrolled.class, enrolled -> {
            assertThat(enrolled.identity().edge().value()).isEqualTo(EDGE);
            assertThat(enrolled.identity().floor()).isEqualTo(Floor2.ID);
            assertThat(enrolled.identity().brokerHost()).isEqualTo("broker.example");
        });
        assertThat(Files.exists(tokenFile)).as("the token has done its work").isFalse();
        assertThat(Files.getPosixFilePermissions(data.resolve("identity.pem"))).isEqualTo(DataFolder.OWNER_ONLY);
        assertThat(Identity.load(data)).hasValueSatisfying(kept -> {
            assertThat(kept.trust()).containsExactly(authority.root);
            assertThat(kept.key()).isEqualTo(((Enrolment.Outcome.Enrolled) outcome).identity().key());
        });
    }

    @Test
    void theKeyStaysHere() throws Exception {
        token(authority.hash(), "rw-------");
        enrolment().identity();
        assertThat(received.get()).contains("CERTIFICATE REQUEST").doesNotContain("PRIVATE KEY");
    }

    @Test
    void anImpostorHearsNothing() throws Exception {
        token(authority.hash(), "rw-------");
        serve(new Authority("somebody else"), "localhost");
        assertThatThrownBy(() -> enrolment().identity()).isInstanceOf(IOException.class)
                .hasStackTraceContaining("does not belong to the cloud");
        assertThat(received.get()).isEmpty();
        assertThat(Files.exists(tokenFile)).as("the token is still good").isTrue();
    }

    @Test
    void anImpostorUnderTheRightRootButAnotherNameHearsNothing() throws Exception {
        token(authority.hash(), "rw-------");
        serve(authority, "another.example");
        assertThatThrownBy(() -> enrolment().identity()).isInstanceOf(IOException.class);
        assertThat(received.get()).isEmpty();
    }

    @Test
    void aTokenThatOthersCanReadIsNotUsed() throws Exception {
        token(authority.hash(), "rw-r--r--");
        assertThat(enrolment().identity()).isInstanceOfSatisfying(Enrolment.Outcome.Refused.class,
                refused -> assertThat(refused.sentence()).contains("0600"));
        assertThat(received.get()).isEmpty();
    }

    @Test
    void aBurntTokenAsksForANewOneAndShowsNoSecret() throws Exception {
        token(authority.hash(), "rw-------");
        status = 401;
        assertThat(enrolment().identity()).isInstanceOfSatisfying(Enrolment.Outcome.Refused.class,
                refused -> assertThat(refused.sentence()).contains("ask for a new one").doesNotContain("the-secret"));
    }

    @Test
    void aCloudThatIsInTroubleIsAskedAgainLater() throws Exception {
        token(authority.hash(), "rw-------");
        status = 503;
        assertThatThrownBy(() -> enrolment().identity()).isInstanceOf(IOException.class).hasMessageContaining("503");
        assertThat(Files.exists(tokenFile)).isTrue();
    }

    @Test
    void aDamagedIdentityIsASentence() throws Exception {
        Files.writeString(data.resolve("identity.pem"), "edge: nobody\n");
        assertThatThrownBy(() -> Identity.load(data)).isInstanceOf(IOException.class).hasMessageContaining("is damaged");
    }

    @Test
    void aNewTokenThatCannotBeUsedStaysAndIsToldOf() throws Exception {
        token(authority.hash(), "rw-------");
        enrolment().identity();
        token(authority.hash(), "rw-r--r--");
        Enrolment again = enrolment();
        assertThat(again.identity()).isInstanceOf(Enrolment.Outcome.Enrolled.class);
        assertThat(again.remark()).hasValueSatisfying(remark -> assertThat(remark).contains("0600"));
        assertThat(tokenFile).exists();
        Files.writeString(tokenFile,
                "lintel1.zzzzzzzzzzzzzzzzzzzzzzzzzz." + authority.hash() + ".the-secret-of-the-token-in-base64");
        Files.setPosixFilePermissions(tokenFile, PosixFilePermissions.fromString("rw-------"));
        assertThat(again.identity()).isInstanceOf(Enrolment.Outcome.Enrolled.class);
        assertThat(again.remark()).hasValueSatisfying(
                remark -> assertThat(remark).contains("another edge's").doesNotContain("the-secret"));
        assertThat(tokenFile).exists();
    }

    @Test
    void aUsedTokenThatACrashLeftIsTakenAway() throws Exception {
        token(authority.hash(), "rw-------");
        enrolment().identity();
        token(authority.hash(), "rw-------");
        received.set("");
        assertThat(enrolment().identity()).isInstanceOf(Enrolment.Outcome.Enrolled.class);
        assertThat(tokenFile).doesNotExist();
        assertThat(received.get()).as("and not shown again").isEmpty();
    }
}
