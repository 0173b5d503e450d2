package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.cloud.device.Revocations.Ending;
import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.cloud.store.StartRefused;
import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationFileTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final EdgeId EDGE = EdgeId.of("a".repeat(26));

    @TempDir
    Path folder;

    private RevocationFile open(Instant now) {
        return RevocationFile.in(folder, InstantSource.fixed(now));
    }

    private static Revoked revoked(int serial, Instant at, Ending ending) {
        return new Revoked(BigInteger.valueOf(serial), EDGE, at, ending);
    }

    @Test
    void whatWasKeptIsThereAfterAStartAndNobodyElseReadsIt() throws IOException {
        var three = List.of(revoked(17, NOW, Ending.SHUT_OUT), revoked(18, NOW.plusNanos(1_000), Ending.RENEWED),
                revoked(19, NOW, Ending.ENROLLED_AGAIN));

        open(NOW).keep(three);

        assertThat(open(NOW).all()).isEqualTo(three);
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(folder.resolve("revoked"))))
                .isEqualTo("rw-------");
    }

    @Test
    void replicasWithOneFolderLoseNothingOfEachOther() {
        var one = open(NOW);
        var other = open(NOW);

        one.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));
        other.keep(List.of(revoked(2, NOW, Ending.SHUT_OUT)));

        assertThat(open(NOW).all()).extracting(Revoked::serial).containsExactly(BigInteger.ONE, BigInteger.TWO);
    }

    @Test
    void itIsKeptUntilNoRenewalTakesTheCertificateAnyMore() throws IOException {
        open(NOW).keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));
        var last = NOW.plus(Authority.EDGE_VALIDITY).plus(RenewalDesk.GRACE);

        assertThat(open(last.minus(Duration.ofSeconds(1))).all()).hasSize(1);
        assertThat(open(last).all()).isEmpty();

        open(last).keep(List.of(revoked(2, last, Ending.SHUT_OUT)));
        assertThat(Files.readAllLines(folder.resolve("revoked"))).hasSize(1);
    }

    @Test
    void aFileThatCannotBeReadLetsNobodyIn() throws IOException {
        Files.writeString(folder.resolve("revoked"), "11 nobody yesterday shut out\n");

        assertThatThrownBy(() -> open(NOW)).isInstanceOf(StartRefused.class).hasMessageContaining("nobody yesterday");
    }

    @Test
    void aReplicaThatHangsInTheFileKeepsNobodyElseFromShuttingOut() throws IOException {
        var file = open(NOW);
        try (var other = FileChannel.open(folder.resolve("revoked.lock"), StandardOpenOption.CREATE,
                StandardOpenOption.WRITE); var _ = other.lock()) {
            file.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));
        }
        assertThat(folder.resolve("revoked")).doesNotExist();

        file.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));

        assertThat(open(NOW).all()).hasSize(1);
    }

    @Test
    void aFileThatIsDamagedWhileTheCloudRunsKeepsNobodyFromBeingAnswered() throws IOException {
        var file = open(NOW);
        Files.writeString(folder.resolve("revoked"), "garbage\n");

        file.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));

        assertThat(Files.readString(folder.resolve("revoked"))).isEqualTo("garbage\n");
    }

    @Test
    void whatCannotBeWrittenIsWrittenWithTheNextLook() throws IOException {
        var file = open(NOW);
        Files.createDirectories(folder.resolve("revoked.new/full"));
        file.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));
        assertThat(folder.resolve("revoked")).doesNotExist();

        Files.delete(folder.resolve("revoked.new/full"));
        file.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));

        assertThat(open(NOW).all()).hasSize(1);
    }
}
