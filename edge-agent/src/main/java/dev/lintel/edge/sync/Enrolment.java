package dev.lintel.edge.sync;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.EdgeSettings;
import dev.lintel.protocol.identity.EnrolmentToken;
import dev.lintel.protocol.wire.Json;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Trades the one-use token for a certificate: the key is made here, the cloud sees only a request signed with it.
@Singleton
final class Enrolment {

    private static final Logger LOG = LoggerFactory.getLogger(Enrolment.class);

    /// What came of an attempt.
    sealed interface Outcome {

        record Enrolled(Identity identity) implements Outcome {}

        /// Trying again as things are would not help; the sentence says what would.
        record Refused(String sentence) implements Outcome {}
    }

    private final EdgeSettings settings;
    private final DataFolder folder;
    private volatile Optional<String> remark = Optional.empty();

    Enrolment(EdgeSettings settings, DataFolder folder) {
        this.settings = settings;
        this.folder = folder;
    }

    /// The identity kept here, or a new one for the token.
    ///
    /// @throws IOException where the cloud cannot be reached or heard; another attempt may succeed
    Outcome identity() throws IOException, InterruptedException {
        Optional<Identity> kept = Identity.load(folder);
        Optional<EnrolmentToken> fresh = kept.flatMap(this::newToken);
        if (kept.isPresent() && fresh.isEmpty()) {
            return new Outcome.Enrolled(kept.get());
        }
        if (settings.tokenFile().isEmpty() || settings.cloud().isEmpty()) {
            return new Outcome.Refused("This edge is not enrolled; set lintel.cloud.url and lintel.enrolment.token-file.");
        }
        if (fresh.isPresent()) {
            return again(kept.orElseThrow(), fresh.get(), settings.cloud().get());
        }
        return switch (TokenFile.read(settings.tokenFile().get())) {
            case TokenFile.Reading.Unusable(String sentence) -> new Outcome.Refused(sentence);
            case TokenFile.Reading.Token(EnrolmentToken token) -> enrol(token, settings.cloud().get());
        };
    }

    /// A token beside an identity is the one that made it, left by a crash and of no more use to anybody, or one that an
    /// administrator sent to enrol this edge again.
    private Optional<EnrolmentToken> newToken(Identity kept) {
        if (settings.tokenFile().isEmpty() || !Files.exists(settings.tokenFile().get())) {
            remark(Optional.empty());
            return Optional.empty();
        }
        return switch (TokenFile.read(settings.tokenFile().get())) {
            case TokenFile.Reading.Unusable(String sentence) -> {
                remark(Optional.of(sentence));
                yield Optional.empty();
            }
            case TokenFile.Reading.Token(EnrolmentToken token) when kept.upkeep()
                    .tokenHash()
                    .equals(Optional.of(hash(token))) -> {
                forgetUsedToken();
                yield Optional.empty();
            }
            case TokenFile.Reading.Token(EnrolmentToken token) when !token.edge().equals(kept.edge()) -> {
                remark(Optional.of("The token in " + settings.tokenFile().get() + " is another edge's (" + token.edge()
                        + "); this one is " + kept.edge() + "."));
                yield Optional.empty();
            }
            case TokenFile.Reading.Token(EnrolmentToken token) -> {
                remark(Optional.empty());
                yield Optional.of(token);
            }
        };
    }

    private void forgetUsedToken() {
        remark(Optional.empty());
        try {
            forgetToken();
        } catch (IOException e) {
            LOG.warn("the used token could not be deleted: {}", e.getMessage());
        }
    }

    private void remark(Optional<String> sentence) {
        sentence.filter(said -> !Optional.of(said).equals(remark)).ifPresent(said -> LOG.warn("{}", said));
        remark = sentence;
    }

    /// What is the matter with a token that lies beside an identity and is not used.
    Optional<String> remark() {
        return remark;
    }

    /// Until the cloud has been reached, and where it refuses, the identity that is here goes on.
    private Outcome again(Identity kept, EnrolmentToken token, URI cloud) throws InterruptedException {
        try {
            Outcome outcome = enrol(token, cloud);
            if (outcome instanceof Outcome.Refused(String sentence)) {
                LOG.warn("{}", sentence);
                forgetToken();
                return new Outcome.Enrolled(kept);
            }
            return outcome;
        } catch (IOException e) {
            LOG.warn("not enrolled again yet: {}", Trouble.sentence(e, cloud.getAuthority()));
            return new Outcome.Enrolled(kept);
        }
    }

    private Outcome enrol(EnrolmentToken token, URI cloud) throws IOException, InterruptedException {
        try {
            PendingKey pending = PendingKey.of(folder, PendingKey.For.ENROLMENT);
            Json.Obj wish = Json.object()
                    .with("token", token.text())
                    .with("csr", Pem.of("CERTIFICATE REQUEST", pending.request(token.edge().toString())));
            return switch (CertificateExchange.ask(cloud, "/api/v1/enrolments", Tls.believing(token.authorityHash()), wish)) {
                case CertificateExchange.Said.No(int status) -> {
                    PendingKey.forget(folder, PendingKey.For.ENROLMENT);
                    yield new Outcome.Refused("The cloud did not accept the enrolment token (status " + status
                            + "); tokens work once and for an hour, so ask for a new one.");
                }
                case CertificateExchange.Said.Yes(String body) -> concluded(token, pending, body, cloud);
            };
        } catch (GeneralSecurityException e) {
            throw new IOException("this machine cannot make a P-256 key or request", e);
        }
    }

    private Outcome concluded(EnrolmentToken token, PendingKey pending, String answer, URI cloud) throws IOException {
        Identity identity = CertificateExchange.identity(answer, pending.keys(), cloud).withToken(Optional.of(hash(token)));
        if (!identity.edge().equals(token.edge())) {
            throw new IOException("the cloud enrolled another edge than the token names");
        }
        identity.save(folder);
        PendingKey.forget(folder, PendingKey.For.ENROLMENT);
        forgetToken();
        LOG.info("enrolled as edge {} for floor {}", identity.edge(), identity.floor());
        return new Outcome.Enrolled(identity);
    }

    private static String hash(EnrolmentToken token) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(token.text().getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    private void forgetToken() throws IOException {
        Optional<Path> file = settings.tokenFile();
        if (file.isPresent()) {
            Files.deleteIfExists(file.get());
        }
    }
}
