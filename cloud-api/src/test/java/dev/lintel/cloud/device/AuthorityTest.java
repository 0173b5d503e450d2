package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.security.SecureRandom;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class AuthorityTest {

    private static final EdgeId EDGE = EdgeId.of("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final SecureRandom CHANCE = new SecureRandom();

    @TempDir
    Path folder;

    @Test
    void theSameAuthorityIsThereAfterARestart() {
        String first = open(NOW).fingerprint();
        assertThat(open(NOW.plus(Duration.ofDays(100))).fingerprint()).isEqualTo(first);
    }

    @Test
    void keysRestInFilesThatOnlyTheirOwnerMayRead() throws IOException {
        open(NOW);
        for (String file : List.of("root.key.pem", "issuing.key.pem")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("authority").resolve(file))))
                    .isEqualTo("rw-------");
        }
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("authority"))))
                .isEqualTo("rwx------");
    }

    @Test
    void anEdgesCertificateNamesItOnceAndLastsThirtyDays() throws Exception {
        List<X509Certificate> chain = open(NOW).certify(EDGE, TestKeys.pair().getPublic());
        X509Certificate leaf = chain.getFirst();
        assertThat(Bearer.of(leaf)).contains(new Bearer.Edge(EDGE));
        assertThat(leaf.getSubjectX500Principal().getName()).isEqualTo("CN=" + EDGE);
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.2");
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getNotAfter().toInstant()).isEqualTo(NOW.plus(Duration.ofDays(30)));
        assertThat(chain).hasSize(3);
    }

    @Test
    void theRootsKeyIsNotNeededUntilTheIssuingCertificateEnds() throws IOException {
        String before = open(NOW).fingerprint();
        Files.move(folder.resolve("authority/root.key.pem"), folder.resolve("safe"));
        assertThat(open(NOW.plus(Duration.ofDays(365))).fingerprint()).isEqualTo(before);
        assertThatThrownBy(() -> open(NOW.plus(Duration.ofDays(5 * 365)))).hasMessageContaining("bring the root's key back");

        Files.move(folder.resolve("safe"), folder.resolve("authority/root.key.pem"));
        assertThat(open(NOW.plus(Duration.ofDays(5 * 365))).fingerprint()).isEqualTo(before);
    }

    @Test
    void anotherAuthorityIsNotVouchedFor() {
        Authority ours = open(NOW);
        Authority stranger = Authority.open(folder.resolve("stranger"), InstantSource.fixed(NOW), CHANCE);
        var key = TestKeys.pair().getPublic();
        assertThat(ours.vouchesFor(ours.certify(EDGE, key).getFirst())).isTrue();
        assertThat(ours.vouchesFor(stranger.certify(EDGE, key).getFirst())).isFalse();
    }

    private Authority open(Instant now) {
        return Authority.open(folder.resolve("authority"), InstantSource.fixed(now), CHANCE);
    }
}
