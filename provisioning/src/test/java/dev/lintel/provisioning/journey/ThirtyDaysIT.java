package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.Repository;
import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.io.BufferedReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A floor is cut off for thirty days and 5,000 touches, longer than its line reaches, and rebooted on the way; then it
/// meets the real cloud again: every touch has an outcome.
@Tag("deep")
class ThirtyDaysIT {

    private static final int SHIFT = 26_000;
    private static final int ROOMS = 12;
    private static final String SAID = "month: ";

    @TempDir
    private Path temporary;

    @Test
    void everyTouchOfAMonthAloneHasAnOutcome() throws Exception {
        try (DemoRun demo = DemoRun.up(temporary.resolve("demo"), SHIFT)) {
            CloudClient owner = demo.as("owner@demo.example");
            String site = owner.get("/api/v1/sites").list("items").getFirst().text("id");
            String floor = owner.post("/api/v1/sites/" + site + "/floors", Map.of("name", "Attic")).text("id");
            for (int room = 1; room <= ROOMS; room++) {
                owner.post("/api/v1/floors/" + floor + "/spaces",
                        Map.of("name", "Attic " + room, "kind", "room", "capacity", 4));
            }
            Answer edge = owner.post("/api/v1/edges", Map.of("name", "Attic's agent", "floorIds", List.of(floor)));
            Path token = Files.createFile(temporary.resolve("token"),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(token, edge.text("enrolmentToken"));
            Properties said = month(token);
            said.forEach((what, value) -> System.out.println("thirty days alone: " + what + " " + value));
            assertThat(said.getProperty("operations")).isEqualTo("5000");
            assertThat(said.getProperty("without-outcome")).isEqualTo("0");
            assertThat(said.getProperty("overlaps")).isEqualTo("0");
        }
    }

    /// The agent of this build with a clock of its own, in a process of its own.
    private Properties month(Path token) throws Exception {
        Path edge = Repository.root().resolve("edge-agent/target");
        Process process = new ProcessBuilder(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "--enable-native-access=ALL-UNNAMED", "-Xmx256m", "-cp",
                edge.resolve("edge-agent.jar") + ":" + edge.resolve("lib") + "/*:" + edge.resolve("test-classes"),
                "dev.lintel.edge.ThirtyDays", temporary.resolve("attic").toString(), "https://localhost:" + (8443 + SHIFT),
                token.toString()).redirectErrorStream(true).start();
        Properties said = new Properties();
        StringBuilder last = new StringBuilder();
        try (BufferedReader lines = process.inputReader()) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                if (line.startsWith(SAID)) {
                    int end = line.indexOf('=');
                    said.setProperty(line.substring(SAID.length(), end), line.substring(end + 1));
                } else if (!line.contains("\"level\":\"INFO\"")) {
                    last.append(line).append('\n');
                }
            }
        } finally {
            process.destroy();
        }
        assertThat(process.waitFor(30, TimeUnit.SECONDS)).isTrue();
        assertThat(process.exitValue()).as(last.toString()).isZero();
        return said;
    }
}
