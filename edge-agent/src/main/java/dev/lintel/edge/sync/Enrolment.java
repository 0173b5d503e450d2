package dev.lintel.edge.sync;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.EnrolmentToken;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Malformed;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.util.Optional;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.operator.ContentSigner;
import org.bouncycastle.operator.OperatorCreationException;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.bouncycastle.pkcs.jcajce.JcaPKCS10CertificationRequestBuilder;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trades the one-use token for a certificate: the key is made here, the cloud sees only a request signed with it.
@Singleton
final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);
    /// A chain of three certificates is about 3 kB.
    private static final int ANSWER_LIMIT_BYTES = 64 * 1024;

    private static final int TOO_MANY_REQUESTS = 429;

    /// What came of an attempt.
    sealed interface Outcome {

        record Enrolled(Identity identity) implements Outcome {}

        /// Trying again as things are would not help; the sentence says what would.
        record Refused(String sentence) implements Outcome {}
    }

    private final EdgeSettings settings;
    private final DataFolder folder;

    Enrolment(EdgeSettings settings, DataFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /// The identity kept here, or a new one for the token.
    ///
    /// @throws IOException where the cloud cannot be reached or heard; another attempt may succeed
    Outcome identity() throws IOException, InterruptedException {
        Optional<Identity> kept = Identity.load(folder);
        if (kept.isPresent()) {
            // A token that survived a crash between saving the identity and deleting it is of no more use to anybody.
            forgetToken();
            return new Outcome.Enrolled(kept.get());
        }
        if (settings.tokenFile().isEmpty() || settings.cloud().isEmpty()) {
            return new Outcome.Refused("This edge is not enrolled; set lintel.cloud.url and lintel.enrolment.token-file.");
        }
        return switch (TokenFile.read(settings.tokenFile().get())) {
            case TokenFile.Reading.Unusable(String sentence) -> new Outcome.Refused(sentence);
            case TokenFile.Reading.Token(EnrolmentToken token) -> enrol(token, settings.cloud().get());
        };
    }

    private Outcome enrol(EnrolmentToken token, URI cloud) throws IOException, InterruptedException {
        try {
            KeyPair keys = keys();
            String body = Json.object().with("token", token.text()).with("csr", request(token.edge(), keys)).canonical();
            HttpRequest request = HttpRequest.newBuilder(cloud.resolve("/api/v1/enrolments"))
                    .timeout(PATIENCE)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(body))
                    .build();
            try (HttpClient client = HttpClient.newBuilder()
                    .sslContext(Tls.believing(token.authorityHash()))
                    .connectTimeout(PATIENCE)
                    .version(HttpClient.Version.HTTP_1_1)
                    .build()) {
                HttpResponse<InputStream> answer = client.send(request, HttpResponse.BodyHandlers.ofInputStream());
                return concluded(token, keys, answer);
            }
        } catch (GeneralSecurityException | OperatorCreationException e) {
            throw new IOException("this machine cannot make a P-256 key or request", e);
        }
    }

    private Outcome concluded(EnrolmentToken token, KeyPair keys, HttpResponse<InputStream> answer) throws IOException {
        String text;
        try (InputStream body = answer.body()) {
            text = new String(body.readNBytes(ANSWER_LIMIT_BYTES), StandardCharsets.UTF_8);
        }
        int status = answer.statusCode();
        if (status >= 400 && status < 500 && status != TOO_MANY_REQUESTS) {
            return new Outcome.Refused("The cloud did not accept the enrolment token (status " + status
                    + "); tokens work once and for an hour, so ask for a new one.");
        }
        if (status != 200 && status != 201) {
            throw new IOException("the cloud answered the enrolment with status " + status);
        }
        Identity identity = read(text, keys);
        if (!identity.edge().equals(token.edge())) {
            throw new IOException("the cloud enrolled another edge than the token names");
        }
        identity.save(folder);
        forgetToken();
        LOG.info("enrolled as edge {} for floor {}", identity.edge(), identity.floor());
        return new Outcome.Enrolled(identity);
    }

    private static Identity read(String text, KeyPair keys) throws IOException {
        try {
            if (Json.parse(text) instanceof Json.Obj answer
                    && answer.fields().get("edgeId") instanceof Json.Text edge
                    && answer.fields().get("certificateChain") instanceof Json.Text chain
                    && answer.fields().get("floorIds") instanceof Json.Arr floors && floors.items().size() == 1
                    && floors.items().getFirst() instanceof Json.Text floor
                    && answer.fields().get("broker") instanceof Json.Obj broker
                    && broker.fields().get("host") instanceof Json.Text host
                    && broker.fields().get("port") instanceof Json.Num port) {
                return new Identity(EdgeId.of(edge.value()), FloorId.of(floor.value()), host.value(),
                        Math.toIntExact(port.value()), keys.getPrivate(), Pem.certificates(chain.value()));
            }
        } catch (Malformed | GeneralSecurityException e) {
            throw new IOException("the cloud's answer to the enrolment cannot be read", e);
        }
        throw new IOException("the cloud's answer to the enrolment names no edge, certificate, single floor or broker");
    }

    private static KeyPair keys() throws GeneralSecurityException {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    private static String request(EdgeId edge, KeyPair keys) throws OperatorCreationException, IOException {
        ContentSigner signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return Pem.of("CERTIFICATE REQUEST", new JcaPKCS10CertificationRequestBuilder(new X500Principal("CN=" + edge),
                keys.getPublic()).build(signer).getEncoded());
    }

    private void forgetToken() throws IOException {
        Optional<Path> file = settings.tokenFile();
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
