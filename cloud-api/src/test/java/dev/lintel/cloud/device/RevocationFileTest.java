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
import java.nio.file.attribute.BasicFileAttributes;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RevocationFileTest {

    private static final Instant NOW = Instant.parse("2026-03-01T09:00:00Z");
    private static final EdgeId EDGE = EdgeId.of("a".repeat(26));

    private static final RevocationFile.Roots OURS = new RevocationFile.Roots("ours", Set.of("ours"));

    @TempDir
    Path folder;

    private RevocationFile open(Instant now) {
        return open(OURS, now);
    }

    private RevocationFile open(RevocationFile.Roots roots, Instant now) {
        return RevocationFile.in(folder, roots, InstantSource.fixed(now));
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
        assertThat(lines()).hasSize(1);
    }

    /// Without the first.
    private List<String> lines() throws IOException {
        var all = Files.readAllLines(folder.resolve("revoked"));
        assertThat(all.getFirst()).contains(" lintel-revoked 1 ours ");
        return all.subList(1, all.size());
    }

    private int counted() throws IOException {
        return Integer.parseInt(Files.readAllLines(folder.resolve("revoked")).getFirst().split(" ", -1)[6]);
    }

    private void write(List<String> all) throws IOException {
        Files.writeString(folder.resolve("revoked"), String.join("\n", all) + "\n");
    }

    private List<String> three() throws IOException {
        open(NOW).keep(List.of(revoked(1, NOW, Ending.SHUT_OUT), revoked(2, NOW, Ending.SHUT_OUT),
                revoked(3, NOW, Ending.SHUT_OUT)));
        return Files.readAllLines(folder.resolve("revoked"));
    }

    @Test
    void whatIsAddedLeavesWhatIsThereWhereItIs() throws IOException {
        var file = open(NOW);
        file.keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));
        var before = Files.readAttributes(folder.resolve("revoked"), BasicFileAttributes.class).fileKey();

        for (int serial = 2; serial <= 50; serial++) {
            file.keep(List.of(revoked(serial, NOW, Ending.RENEWED)));
        }

        assertThat(Files.readAttributes(folder.resolve("revoked"), BasicFileAttributes.class).fileKey()).as("the same file")
                .isEqualTo(before);
        assertThat(lines()).hasSize(50);
        assertThat(counted()).isEqualTo(50);
        assertThat(open(NOW).all()).hasSize(50);
    }

    @Test
    void itIsWrittenAnewWhereHalfOfItMattersNoMore() throws IOException {
        var old = IntStream.rangeClosed(1, 1_500).mapToObj(serial -> revoked(serial, NOW, Ending.RENEWED)).toList();
        open(NOW).keep(old);
        var later = NOW.plus(Duration.ofDays(66));
        var passed = new AtomicBoolean();
        var file = RevocationFile.in(folder, OURS, () -> passed.get() ? later : NOW);
        passed.set(true);

        file.keep(List.of(revoked(2_000, later, Ending.SHUT_OUT)));

        assertThat(lines()).hasSize(1);
        assertThat(open(later).all()).extracting(Revoked::serial).containsExactly(BigInteger.valueOf(2_000));
    }

    @Test
    void aFileThatLostLinesLetsNobodyIn() throws IOException {
        var all = three();
        for (var lost : List.of(all.subList(0, 3), all.subList(0, 1), List.of(all.get(0), all.get(2), all.get(3)),
                List.of(all.get(0), all.get(1), all.get(3), all.get(2)))) {
            write(lost);
            assertThatThrownBy(() -> open(NOW)).as("%s", lost)
                    .isInstanceOf(StartRefused.class)
                    .hasMessageContaining("is not what was written: 3 lines were");
        }
        write(all.subList(2, 4));
        assertThatThrownBy(() -> open(NOW)).isInstanceOf(StartRefused.class).hasMessageContaining("first line is lost");
        Files.writeString(folder.resolve("revoked"), "");
        assertThatThrownBy(() -> open(NOW)).isInstanceOf(StartRefused.class).hasMessageContaining("is empty");
    }

    /// The power went between a line and the first line that counts it, or within the line.
    @Test
    void aCrashWhileALineIsAddedLosesNothingThatWasAnswered() throws IOException {
        var all = three();
        var four = new ArrayList<>(all);
        four.add(all.get(3).replaceFirst("^03", "04"));
        write(four);
        assertThat(open(NOW).all()).as("whole, and not counted").hasSize(4);
        assertThat(counted()).as("now it is").isEqualTo(4);
        assertThat(open(NOW).all()).hasSize(4);

        write(all);
        Files.writeString(folder.resolve("revoked"), all.get(3).substring(0, 20), StandardOpenOption.APPEND);
        var file = open(NOW);
        assertThat(file.all()).hasSize(3);
        file.keep(List.of(revoked(5, NOW, Ending.SHUT_OUT)));
        assertThat(open(NOW).all()).extracting(one -> one.serial().intValue()).containsExactly(1, 2, 3, 5);
    }

    @Test
    void aFileOfAnotherCloudIsNotJoined() throws IOException {
        three();
        var others = new RevocationFile.Roots("theirs", Set.of("theirs"));

        assertThatThrownBy(() -> open(others, NOW)).isInstanceOf(StartRefused.class)
                .hasMessageContaining("belongs to another authority, ours");
    }

    @Test
    void aChangeOfRootTakesItAlong() throws IOException {
        three();

        assertThat(open(new RevocationFile.Roots("next", Set.of("next", "ours")), NOW).all()).hasSize(3);

        assertThat(open(new RevocationFile.Roots("next", Set.of("next")), NOW).all()).hasSize(3);
    }

    /// A file system that writes the length first leaves zeros, or what else was there.
    @Test
    void whatAPowerCutLeftBehindTheCountedLinesEndsNoStart() throws IOException {
        var four = new ArrayList<>(three());
        Files.write(folder.resolve("revoked"), new byte[]{0, 0, (byte) 0xc3, '\n'}, StandardOpenOption.APPEND);
        Files.writeString(folder.resolve("revoked"), four.get(3).replaceFirst("^03", "04") + "\n", StandardOpenOption.APPEND);

        assertThat(open(NOW).all()).hasSize(4);

        assertThat(lines()).as("written anew").hasSize(4);
        four.set(2, "\0\0");
        write(four);
        assertThatThrownBy(() -> open(NOW)).as("in the place of one that was counted").isInstanceOf(StartRefused.class);
    }

    /// As the version before reads and writes it, which counts no lines.
    private void theVersionBeforeAdds(Revoked added, Instant now) throws IOException {
        var kept = new ArrayList<>(Files.readAllLines(folder.resolve("revoked")).stream().map(line -> {
            var parts = line.split(" ", 4);
            return new Revoked(new BigInteger(parts[0], 16), EdgeId.of(parts[1]), Instant.parse(parts[2]), Ending.of(parts[3]));
        }).toList());
        kept.add(added);
        kept.removeIf(one -> !one.at().plus(Duration.ofDays(65)).isAfter(now));
        Files.delete(folder.resolve("revoked"));
        write(kept.stream()
                .map(one -> one.serial().toString(16) + ' ' + one.edge() + ' ' + one.at() + ' ' + one.ending().word())
                .toList());
    }

    @Test
    void theVersionBeforeReadsItAndWhatItWroteIsBelieved() throws IOException {
        var later = NOW.plus(Duration.ofDays(66));
        var three = List.of(revoked(1, NOW, Ending.SHUT_OUT), revoked(0xab, later, Ending.RENEWED),
                revoked(3, later, Ending.ENROLLED_AGAIN));
        var running = open(NOW);
        running.keep(three);
        var fourth = revoked(4, later, Ending.SHUT_OUT);

        theVersionBeforeAdds(fourth, later);

        var believed = List.of(three.get(1), three.get(2), fourth);
        assertThat(Files.readAllLines(folder.resolve("revoked"))).as("each once, and no first line").hasSize(3);
        assertThat(open(later).all()).isEqualTo(believed);
        assertThat(counted()).isEqualTo(3);

        theVersionBeforeAdds(revoked(5, later, Ending.SHUT_OUT), later);
        running.keep(List.of(revoked(6, later, Ending.SHUT_OUT)));
        assertThat(open(later).all()).as("in a rolling upgrade")
                .extracting(one -> one.serial().intValue())
                .containsExactlyInAnyOrder(0xab, 3, 4, 5, 6);
    }

    /// The other revokes just when this one starts, has read the file, and looks at what of it matters no more.
    @Test
    void aStartWritesNothingAwayThatAnotherReplicaAdds() throws IOException {
        open(NOW).keep(List.of(revoked(1, NOW, Ending.SHUT_OUT)));
        var later = NOW.plus(Duration.ofDays(66));
        var another = open(NOW);
        var first = new AtomicBoolean(true);

        RevocationFile.in(folder, OURS, () -> {
            if (first.getAndSet(false)) {
                another.keep(List.of(revoked(2, later, Ending.SHUT_OUT)));
            }
            return later;
        });

        assertThat(first).isFalse();
        assertThat(open(later).all()).as("what the other believes to be kept is kept")
                .containsAll(another.all().stream().filter(one -> one.at().equals(later)).toList());
        another.keep(List.of(revoked(2, later, Ending.SHUT_OUT)));
        assertThat(open(later).all()).as("with its next look").hasSize(1);
    }

    @Test
    void anOlderCopyThatIsPutBackWhileTheCloudRunsGetsWhatItLacks() throws IOException {
        var file = open(NOW);
        var both = List.of(revoked(1, NOW, Ending.SHUT_OUT), revoked(2, NOW, Ending.SHUT_OUT));
        file.keep(both.subList(0, 1));
        var older = Files.readAllLines(folder.resolve("revoked"));
        file.keep(both);

        write(older);
        file.keep(both);
        assertThat(open(NOW).all()).isEqualTo(both);

        Files.delete(folder.resolve("revoked"));
        file.keep(List.of());
        assertThat(open(NOW).all()).as("deleted").isEqualTo(both);
    }

    @Test
    void aFileThatHoldsAllThatIsKnownIsLeftAsItIs() throws IOException {
        three();
        var one = open(NOW);
        var before = Files.readAttributes(folder.resolve("revoked"), BasicFileAttributes.class).fileKey();
        open(NOW).keep(List.of(revoked(4, NOW, Ending.SHUT_OUT)));

        one.keep(List.of());

        assertThat(one.all()).as("read again").hasSize(4);
        assertThat(Files.readAttributes(folder.resolve("revoked"), BasicFileAttributes.class).fileKey()).isEqualTo(before);
    }

    @Test
    void replicasThatWriteInTurnsReadEachOther() throws IOException {
        var one = open(NOW);
        var other = open(NOW);
        for (int serial = 1; serial <= 20; serial += 2) {
            one.keep(List.of(revoked(serial, NOW, Ending.RENEWED)));
            other.keep(List.of(revoked(serial, NOW, Ending.RENEWED), revoked(serial + 1, NOW, Ending.RENEWED)));
        }
        assertThat(lines()).as("each once").hasSize(20);
        assertThat(open(NOW).all()).hasSize(20);
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
    void aStartKnowsTheFileAlsoWhereItCannotWriteThere() throws IOException {
        three();
        try (var other = FileChannel.open(folder.resolve("revoked.lock"), StandardOpenOption.WRITE); var _ = other.lock()) {
            assertThat(open(NOW).all()).hasSize(3);
        }
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
