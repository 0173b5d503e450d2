package dev.lintel.edge.sync;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.RenewalText;
import dev.lintel.protocol.wire.Json;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.io.StringReader;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyPair;
import java.security.PublicKey;
import java.security.Signature;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CopyOnWriteArrayList;
import javax.net.ssl.SSLContext;
import org.bouncycastle.openssl.PEMParser;
import org.bouncycastle.pkcs.PKCS10CertificationRequest;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequest;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// An edge whose certificate lives for two hours, and a cloud that answers as it is told to. The real cloud's part is
/// played by the real cloud in a journey.
@NullMarked
@SuppressWarnings("NullAway.Init")
class RenewalsTest {

    private static final EdgeId EDGE = EdgeId.of("abcdefghijklmnopqrstuvwxyz");

    @TempDir
    Path folder;

    private final List<PublicKey> asked = new CopyOnWriteArrayList<>();
    private Authority authority;
    private List<Authority> trusted;
    private HttpsServer cloud;
    private DataFolder data;
    private KeyPair keys;
    private int status = 201;
    private boolean answerIsLost;
    private Meanwhile meanwhile = () -> {};
    private boolean anotherKey;
    private volatile Instant now = Instant.now();

    @BeforeEach
    void open() throws Exception {
        authority = new Authority("root of the stories");
        trusted = List.of(authority);
        data = DataFolder.hold(folder.resolve("data"));
        serve(authority);
        keys = Authority.pair();
        new Identity(EDGE, Floor2.ID, "broker.example", 8883, keys.getPrivate(),
                List.of(authority.certify("edge", keys.getPublic()), authority.root)).save(data);
    }

    @AfterEach
    void close() throws Exception {
        cloud.stop(0);
        data.close();
    }

    /// What else happens here while the cloud thinks.
    @FunctionalInterface
    private interface Meanwhile {
        void happens() throws IOException;
    }

    private void serve(Authority by) throws Exception {
        serve(by.server("localhost"));
    }

    private void serve(SSLContext showing) throws Exception {
        if (cloud != null) {
            cloud.stop(0);
        }
        cloud = HttpsServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        cloud.setHttpsConfigurator(new HttpsConfigurator(showing));
        cloud.createContext("/api/v1/renewals", exchange -> {
            meanwhile.happens();
            byte[] answer = answer(new String(exchange.getRequestBody().readAllBytes(), StandardCharsets.UTF_8));
            if (answerIsLost) {
                exchange.close();
                return;
            }
            exchange.sendResponseHeaders(status, answer.length);
            exchange.getResponseBody().write(answer);
            exchange.close();
        });
        cloud.start();
    }

    private static String text(Json.Obj wish, String name) {
        return ((Json.Text) Objects.requireNonNull(wish.fields().get(name))).value();
    }

    private byte[] answer(String body) throws IOException {
        try {
            Json.Obj wish = (Json.Obj) Json.parse(body);
            X509Certificate old = Pem.certificates(text(wish, "certificate")).getFirst();
            PKCS10CertificationRequest request = (PKCS10CertificationRequest) new PEMParser(
                    new StringReader(text(wish, "csr"))).readObject();
            Signature signature = Signature.getInstance("SHA256withECDSA");
            signature.initVerify(old.getPublicKey());
            signature.update(RenewalText.of(old.getEncoded(), request.getEncoded()));
            if (!signature.verify(Base64.getUrlDecoder().decode(text(wish, "signature")))) {
                throw new IllegalArgumentException("not signed by the old key");
            }
            PublicKey key = new JcaPKCS10CertificationRequest(request).getPublicKey();
            asked.add(key);
            X509Certificate next = authority.certify("edge", anotherKey ? Authority.pair().getPublic() : key);
            StringBuilder roots = new StringBuilder();
            for (Authority root : trusted) {
                roots.append(Pem.of("CERTIFICATE", root.root.getEncoded()));
            }
            return Json.object()
                    .with("edgeId", EDGE.toString())
                    .with("floorIds", new Json.Arr(List.of(new Json.Text(Floor2.ID.toString()))))
                    .with("certificateChain",
                            Pem.of("CERTIFICATE", next.getEncoded()) + Pem.of("CERTIFICATE", authority.root.getEncoded()))
                    .with("renewAfter", now.plus(Duration.ofDays(20)).toString())
                    .with("trust", roots.toString())
                    .with("broker", Json.object().with("host", "broker.example").with("port", 8883))
                    .bytes();
        } catch (Exception e) {
            throw new IOException(e);
        }
    }

    private Renewals renewals() {
        return new Renewals(new EdgeSettings(folder, "127.0.0.1", 0, Optional.empty(), Set.of(),
                Optional.of(URI.create("https://localhost:" + cloud.getAddress().getPort())), Optional.empty(),
                Optional.empty(), Locale.UK, ZoneId.of("UTC"), false), data, DoorDesks.clock(() -> now),
                new SplittableRandom(3), new SimpleMeterRegistry());
    }

    private Identity kept() throws IOException {
        return Identity.load(data).orElseThrow();
    }

    private void twoThirdsLater() {
        now = now.plus(Duration.ofMinutes(25));
    }

    @Test
    void nothingIsAskedInTheFirstTwoThirdsOfItsLife() throws Exception {
        Renewals renewals = renewals();
        assertThat(renewals.look()).isFalse();
        assertThat(asked).isEmpty();
        assertThat(renewals.state()).isInstanceOf(Renewals.State.Good.class);
    }

    @Test
    void afterTwoThirdsANewKeyHasTheNextCertificate() throws Exception {
        twoThirdsLater();
        Renewals renewals = renewals();
        assertThat(renewals.look()).isTrue();
        assertThat(kept().key()).isNotEqualTo(keys.getPrivate());
        assertThat(kept().leaf().getPublicKey()).isEqualTo(asked.getFirst()).isNotEqualTo(keys.getPublic());
        assertThat(Files.getPosixFilePermissions(data.resolve("identity.pem"))).isEqualTo(DataFolder.OWNER_ONLY);
        assertThat(data.resolve("renewal-key.pem")).doesNotExist();
        assertThat(renewals.look()).as("not due again").isFalse();
        assertThat(renewals().look()).as("nor after a restart").isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void anAnswerThatWasLostIsAskedForAgainWithTheSameKey() throws Exception {
        twoThirdsLater();
        answerIsLost = true;
        Renewals renewals = renewals();
        assertThat(renewals.look()).isFalse();
        assertThat(renewals.state()).isInstanceOf(Renewals.State.Late.class);
        assertThat(kept().key()).as("the old pair is the one that is used").isEqualTo(keys.getPrivate());
        answerIsLost = false;
        assertThat(renewals().look()).as("after a crash").isTrue();
        List<PublicKey> distinct = new ArrayList<>(Set.copyOf(asked));
        assertThat(distinct).containsExactly(kept().leaf().getPublicKey());
    }

    @Test
    void aCrashBeforeTheWaitingKeyWasForgottenDoesNotMakeTheOldKeyANewOne() throws Exception {
        data.keep("renewal-key.pem", Pem.of("PUBLIC KEY", keys.getPublic().getEncoded())
                + Pem.of("PRIVATE KEY", keys.getPrivate().getEncoded()));
        twoThirdsLater();
        assertThat(renewals().look()).isTrue();
        assertThat(kept().leaf().getPublicKey()).isNotEqualTo(keys.getPublic());
    }

    @Test
    void whoeverIsTurnedAwayKeepsWhatItHasAndSaysWhatToDo() throws Exception {
        twoThirdsLater();
        String before = Files.readString(data.resolve("identity.pem"));
        status = 403;
        Renewals renewals = renewals();
        assertThat(renewals.look()).isFalse();
        assertThat(renewals.state()).isInstanceOfSatisfying(Renewals.State.Refused.class,
                refused -> assertThat(refused.reason()).contains("revoked", "renewed for another key", "35 days"));
        assertThat(data.resolve("identity.pem")).hasContent(before);
    }

    @Test
    void aCertificateForAnotherKeyIsNotKept() throws Exception {
        twoThirdsLater();
        anotherKey = true;
        assertThat(renewals().look()).isFalse();
        assertThat(kept().key()).isEqualTo(keys.getPrivate());
    }

    @Test
    void anImpostorIsNotEvenAsked() throws Exception {
        twoThirdsLater();
        serve(new Authority("somebody else"));
        Renewals renewals = renewals();
        assertThat(renewals.look()).isFalse();
        assertThat(asked).isEmpty();
        assertThat(renewals.state()).isInstanceOfSatisfying(Renewals.State.Late.class,
                late -> assertThat(late.reason()).contains("does not belong to the cloud"));
    }

    @Test
    void aBrokerThatTakesTheCertificateForEndedIsBelievedMoreThanAClockThatIsBehind() throws Exception {
        now = now.minus(Duration.ofDays(35));
        Renewals renewals = renewals();
        assertThat(renewals.look()).as("by this clock it has just begun").isFalse();
        renewals.notAccepted();
        assertThat(renewals.look()).isTrue();
        renewals.notAccepted();
        assertThat(renewals.look()).as("once a day").isFalse();
        assertThat(asked).hasSize(1);
    }

    @Test
    void aRenewalThatComesAfterAnotherEnrolmentIsDropped() throws Exception {
        twoThirdsLater();
        KeyPair newer = Authority.pair();
        Identity enrolledAgain = new Identity(EDGE, Floor2.ID, "broker.example", 8883, newer.getPrivate(),
                List.of(authority.certify("edge", newer.getPublic()), authority.root));
        meanwhile = () -> enrolledAgain.save(data);
        assertThat(renewals().look()).isFalse();
        assertThat(kept().key()).isEqualTo(newer.getPrivate());
    }

    @Test
    void aWrongClockIsToldFromAnImpostor() throws Exception {
        twoThirdsLater();
        serve(authority.endedServer("localhost", authority));
        Renewals renewals = renewals();
        assertThat(renewals.look()).isFalse();
        assertThat(asked).isEmpty();
        assertThat(renewals.state()).isInstanceOfSatisfying(Renewals.State.Late.class,
                late -> assertThat(late.reason()).contains("not valid at the time of this machine's clock", "Check the clock"));
    }

    @Test
    void whileTheCloudChangesItsRootBothAreBelieved() throws Exception {
        Authority next = new Authority("next root of the stories");
        trusted = List.of(authority, next);
        twoThirdsLater();
        assertThat(renewals().look()).isTrue();
        assertThat(kept().trust()).containsExactly(authority.root, next.root);
        now = now.plus(Duration.ofDays(21));
        serve(next);
        assertThat(renewals().look()).as("from a server under the next root").isTrue();
    }

    @Test
    void anEndedCertificateIsRenewedToo() throws Exception {
        KeyPair old = Authority.pair();
        new Identity(EDGE, Floor2.ID, "broker.example", 8883, old.getPrivate(),
                List.of(authority.certifyEnded("edge", old.getPublic()), authority.root)).save(data);
        assertThat(kept().endsAt()).isBefore(now);
        assertThat(renewals().look()).isTrue();
        assertThat(kept().endsAt()).isAfter(now);
    }
}
