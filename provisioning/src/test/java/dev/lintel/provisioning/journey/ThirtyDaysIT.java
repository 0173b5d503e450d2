package dev.lintel.provisioning.journey;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.provisioning.cloud.Answer;
import dev.lintel.provisioning.cloud.CloudClient;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Map;
import java.util.Properties;
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
            Properties said = EdgeProgram.run("dev.lintel.edge.ThirtyDays", SAID, temporary.resolve("attic").toString(),
                    "https://localhost:" + (8443 + SHIFT), token.toString());
            said.forEach((what, value) -> System.out.println("thirty days alone: " + what + " " + value));
            assertThat(said.getProperty("operations")).isEqualTo("5000");
            assertThat(said.getProperty("without-outcome")).isEqualTo("0");
            assertThat(said.getProperty("overlaps")).isEqualTo("0");
        }
    }
}
