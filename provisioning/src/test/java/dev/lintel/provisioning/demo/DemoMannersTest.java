package dev.lintel.provisioning.demo;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.awaitility.Awaitility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoMannersTest {

    @TempDir
    private Path temporary;

    @Test
    void aTakenPortIsNamedWithTheWayOut() throws IOException {
        try (ServerSocket taken = new ServerSocket()) {
            taken.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            DemoPorts ports = new DemoPorts(taken.getLocalPort() - 8080);
            assertThatThrownBy(() -> ports.requireFree(2)).isInstanceOf(DemoFailure.class)
                    .hasMessageContaining("Port " + taken.getLocalPort())
                    .hasMessageContaining("-Ddemo.shift=");
        }
    }

    @Test
    void theFolderIsLockedWhileItIsInUse() {
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"))) {
            assertThat(folder.root()).isDirectory();
            assertThatThrownBy(() -> DemoFolder.open(temporary.resolve("demo")))
                    .isInstanceOf(OverlappingFileLockException.class);
        }
        try (DemoFolder again = DemoFolder.open(temporary.resolve("demo"))) {
            assertThat(again.root()).isDirectory();
        }
    }

    @Test
    void credentialsAreForTheirOwnerAloneAndTheSameInTheNextRun() throws IOException {
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"))) {
            DemoCredentials first = DemoCredentials.in(folder);
            DemoCredentials second = DemoCredentials.in(folder);
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(first.file()))).isEqualTo("rw-------");
            assertThat(first.isNew()).isTrue();
            assertThat(second.isNew()).isFalse();
            for (DemoSite.Person person : DemoSite.PEOPLE) {
                assertThat(second.password(person)).hasSizeGreaterThanOrEqualTo(20).isEqualTo(first.password(person));
            }
        }
    }

    @Test
    void aFreshStartKeepsNothingButTheLock() throws IOException {
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"))) {
            folder.writePrivately(folder.cloud().resolve("deep/file"), "text");
            folder.empty();
            try (var left = Files.list(folder.root())) {
                assertThat(left.map(path -> path.getFileName().toString())).containsExactly("lock");
            }
        }
    }

    @Test
    void whatAKilledRunLeftIsEndedAndNamed() throws IOException {
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"))) {
            Process left = new ProcessBuilder("sleep", "600").start();
            new Leftovers(folder).remember("edge-floor-1", left.toHandle());
            List<String> ended = new Leftovers(folder).end();
            assertThat(ended).singleElement().asString().contains("edge-floor-1").contains(Long.toString(left.pid()));
            assertThat(left.isAlive()).isFalse();
            assertThat(new Leftovers(folder).end()).isEmpty();
        }
    }

    @Test
    void aNumberThatBelongsToAnotherProgramByNowIsLeftAlone() throws IOException {
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"))) {
            Process other = new ProcessBuilder("sleep", "600").start();
            try {
                Path processes = Files.createDirectories(folder.root().resolve("processes"));
                Files.writeString(processes.resolve("cloud"), other.pid() + " 2001-01-01T00:00:00Z\n");
                assertThat(new Leftovers(folder).end()).isEmpty();
                assertThat(other.isAlive()).isTrue();
            } finally {
                other.destroyForcibly();
            }
        }
    }

    @Test
    void aProgramThatEndsByItselfIsStartedAgainAndGivenUpInTheEnd() throws InterruptedException {
        ByteArrayOutputStream said = new ByteArrayOutputStream();
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"));
                Supervisor supervisor = new Supervisor(folder, new Leftovers(folder),
                        new PrintStream(said, true, StandardCharsets.UTF_8))) {
            supervisor.start("cloud", List.of("sh", "-c", "exit 7"));
            supervisor.awaitEnd();
        }
        assertThat(said.toString(StandardCharsets.UTF_8)).contains("exit code 7").contains("not started again");
    }

    @Test
    void theEndOfTheDemoIsTheEndOfAllItsPrograms() {
        try (DemoFolder folder = DemoFolder.open(temporary.resolve("demo"))) {
            Supervisor supervisor = new Supervisor(folder, new Leftovers(folder), System.out);
            supervisor.start("cloud", List.of("sleep", "600"));
            assertThat(supervisor.isAlive("cloud")).isTrue();
            supervisor.close();
            Awaitility.await().atMost(Duration.ofSeconds(5)).until(() -> !supervisor.isAlive("cloud"));
            assertThat(new Leftovers(folder).end()).isEmpty();
        }
    }
}
