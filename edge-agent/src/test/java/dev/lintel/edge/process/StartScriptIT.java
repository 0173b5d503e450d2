package dev.lintel.edge.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The script that starts an installed agent: the first start trains the cache, the later ones use it, and the training
/// knows nothing of the floor.
class StartScriptIT {

    private static final Duration STARTS_WITHIN = Duration.ofSeconds(90);

    @TempDir
    private Path folder;

    /// A JDK that writes down what it is asked, and in what surroundings, before it does it.
    private Path noting() throws IOException {
        Path java = Files.createFile(folder.resolve("java"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        Path real = Path.of(System.getProperty("java.home"), "bin", "java");
        Files.writeString(java, """
                #!/bin/sh
                { echo "arguments: $*"; env; } > '%s/run.'$$
                exec '%s' "$@"
                """.formatted(folder, real));
        return java;
    }

    private Path home() throws IOException {
        Path home = Files.createDirectory(folder.resolve("home"));
        Path target = Path.of("target").toAbsolutePath();
        for (String name : List.of("edge-agent.jar", "lib")) {
            Files.createSymbolicLink(home.resolve(name), target.resolve(name));
        }
        Files.createSymbolicLink(home.resolve("jvm.options"),
                PackagedAgent.DEPLOY.resolve("jvm.options").toAbsolutePath());
        return home;
    }

    /// Starts, waits until the doors answer, and ends; what it was run with comes back, the earliest first.
    private List<String> runs(Path home, Path java) throws Exception {
        Path said = Files.createTempFile(folder, "said", ".txt");
        ProcessBuilder builder = new ProcessBuilder(
                PackagedAgent.DEPLOY.resolve("lintel-edge").toAbsolutePath().toString(),
                "--lintel.data=" + folder.resolve("data"), "--lintel.panel.port=0").redirectErrorStream(true)
                .redirectOutput(said.toFile());
        builder.environment()
                .putAll(Map.of("LINTEL_HOME", home.toString(), "JAVA", java.toString(), "LINTEL_CLOUD_URL",
                        "https://127.0.0.1:1", "LINTEL_ENROLMENT_TOKEN_FILE", token().toString()));
        Process process = builder.start();
        try {
            // The training's own words go elsewhere, so this is the agent of the floor.
            await().atMost(STARTS_WITHIN)
                    .until(() -> Files.readString(said).contains("ready: doors") || !process.isAlive());
            assertThat(Files.readString(said)).contains("ready: doors");
        } finally {
            process.destroy();
            process.onExit().orTimeout(30, TimeUnit.SECONDS).join();
        }
        try (Stream<Path> files = Files.list(folder)) {
            List<Path> noted = files.filter(file -> file.getFileName().toString().startsWith("run."))
                    .sorted(Comparator.comparing(file -> file.toFile().lastModified()))
                    .toList();
            List<String> starts = noted.stream()
                    .map(StartScriptIT::read)
                    .filter(run -> run.contains("-jar"))
                    .toList();
            for (Path each : noted) {
                Files.delete(each);
            }
            return starts;
        }
    }

    private Path token() throws IOException {
        Path token = folder.resolve("token");
        if (!Files.exists(token)) {
            Files.createFile(token, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(token, "lintel1.none.none");
        }
        return token;
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void theFirstStartTrainsTheCacheWithoutTheTokenAndTheNextOneUsesIt() throws Exception {
        Path home = home();
        Path java = noting();

        List<String> first = runs(home, java);

        assertThat(first).hasSize(2);
        assertThat(first.get(0)).contains("-XX:AOTCacheOutput=").doesNotContain("LINTEL_");
        assertThat(first.get(1)).contains("-XX:AOTCache=" + home.resolve("cache"), "LINTEL_CLOUD_URL=");
        assertThat(runs(home, java)).singleElement().asString().contains("-XX:AOTCache=" + home.resolve("cache"));
    }
}
