package dev.lintel.edge.gate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.settings.DataFolder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.cert.CertPathValidator;
import java.security.cert.CertPathValidatorException;
import java.security.cert.CertificateFactory;
import java.security.cert.PKIXParameters;
import java.security.cert.TrustAnchor;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Date;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What panels are asked to believe, and what they are not.
@NullMarked
@SuppressWarnings("NullAway.Init")
class FloorAuthorityTest {

    private static final Instant NOW = Instant.parse("2026-03-03T09:00:00Z");
    private static final Set<String> NAMES = Set.of("door2.example.lan", "192.0.2.7", "localhost");

    @TempDir
    Path root;

    private DataFolder folder;

    @BeforeEach
    void hold() throws Exception {
        folder = DataFolder.hold(root);
    }

    @AfterEach
    void release() throws Exception {
        folder.close();
    }

    private FloorAuthority authority(Set<String> names) throws Exception {
        return FloorAuthority.open(folder, names, new SplittableRandom(7));
    }

    private static void check(FloorAuthority.Server server, X509Certificate root, Instant at) throws Exception {
        PKIXParameters believing = new PKIXParameters(Set.of(new TrustAnchor(root, null)));
        believing.setRevocationEnabled(false);
        believing.setDate(Date.from(at));
        CertPathValidator.getInstance("PKIX")
                .validate(CertificateFactory.getInstance("X.509").generateCertPath(server.chain().subList(0, 2)), believing);
    }

    @Test
    void itVouchesForThisAgentUnderEachOfItsNames() throws Exception {
        FloorAuthority authority = authority(NAMES);
        FloorAuthority.Server server = authority.issue(NAMES, NOW);
        check(server, authority.root(), NOW);
        assertThat(server.chain().getFirst().getSubjectAlternativeNames()).extracting(name -> name.get(1))
                .map(Object::toString)
                .containsExactlyInAnyOrderElementsOf(NAMES);
    }

    @Test
    void itsKeyIsOfNoUseForAnotherName() throws Exception {
        FloorAuthority honest = authority(NAMES);
        assertThat(honest.chain().getFirst().getCriticalExtensionOIDs()).contains("2.5.29.30");
        FloorAuthority.Server forged = honest.issue(Set.of("bank.example"), NOW);
        assertThatThrownBy(() -> check(forged, honest.root(), NOW)).isInstanceOf(CertPathValidatorException.class)
                .hasMessageContaining("name constraint");
    }

    @Test
    void itStaysTheSameAcrossStartsAndOnlyItsOwnerMayReadIt() throws Exception {
        X509Certificate first = authority(NAMES).root();
        assertThat(authority(NAMES).root()).isEqualTo(first);
        assertThat(Files.getPosixFilePermissions(root.resolve("panel-authority.pem"))).isEqualTo(DataFolder.OWNER_ONLY);
    }

    @Test
    void aFurtherNameNeedsANewAuthority() throws Exception {
        X509Certificate first = authority(NAMES).root();
        Set<String> more = Set.of("door2.example.lan", "192.0.2.7", "localhost", "door-two.example.lan");
        FloorAuthority wider = authority(more);
        assertThat(wider.root()).isNotEqualTo(first);
        check(wider.issue(more, NOW), wider.root(), NOW);
    }

    @Test
    void aServerCertificateIsRenewedLongBeforeItEnds() throws Exception {
        FloorAuthority.Server server = authority(NAMES).issue(NAMES, NOW);
        List<Instant> moments = List.of(NOW, NOW.plus(Duration.ofDays(250)), NOW.plus(Duration.ofDays(259)),
                NOW.plus(Duration.ofDays(400)), NOW.minus(Duration.ofDays(40)));
        assertThat(moments).extracting(server::fits).containsExactly(true, true, false, false, false);
    }

    @Test
    void aClockAt1970StillMakesACertificateForTheDaysOfThisProgram() throws Exception {
        FloorAuthority authority = authority(NAMES);
        FloorAuthority.Server server = authority.issue(NAMES, Instant.EPOCH);
        check(server, authority.root(), Instant.parse("2026-01-15T00:00:00Z"));
    }
}
