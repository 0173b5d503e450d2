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

/// A floor is cut off for thirty days, longer than its line reaches, and rebooted on the way; then it meets the real cloud
/// again: every touch has an outcome.
final class MonthAlone {

    private static final int ROOMS = 12;

    private MonthAlone() {}

    /// @param folder an empty one for the edge, its token beside it
    static void isReconciled(DemoRun demo, int shift, Path folder, int operations) throws Exception {
        CloudClient owner = demo.as("owner@demo.example");
        String site = owner.get("/api/v1/sites").list("items").getFirst().text("id");
        String floor = owner.post("/api/v1/sites/" + site + "/floors", Map.of("name", "Loft")).text("id");
        for (int room = 1; room <= ROOMS; room++) {
            owner.post("/api/v1/floors/" + floor + "/spaces", Map.of("name", "Loft " + room, "kind", "room", "capacity", 4));
        }
        Answer edge = owner.post("/api/v1/edges", Map.of("name", "Loft's agent", "floorIds", List.of(floor)));
        Path token = Files.createFile(folder.resolveSibling("loft-token"),
                PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(token, edge.text("enrolmentToken"));
        Properties said = EdgeProgram.run("dev.lintel.edge.ThirtyDays", "month: ", folder.toString(),
                "https://localhost:" + (8443 + shift), token.toString(), Integer.toString(operations));
        said.forEach((what, value) -> System.out.println("thirty days alone: " + what + " " + value));
        assertThat(said.getProperty("operations")).isEqualTo(Integer.toString(operations));
        assertThat(said.getProperty("without-outcome")).isEqualTo("0");
        assertThat(said.getProperty("overlaps")).isEqualTo("0");
    }
}
