package dev.lintel.provisioning.world;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/// What the worlds are worth: each broken twin is seen by a world that is whole without it.
class WorldTwinsTest {

    @Test
    void everyTwinIsSeenByItsWorld() throws IOException, ReflectiveOperationException {
        List<WorldTwin> twins = WorldTwins.all();
        List<String> missed = new ArrayList<>();
        StringBuilder told = new StringBuilder();
        for (int i = 0; i < twins.size(); i++) {
            WorldTwin twin = twins.get(i);
            String promise = WorldTwinWorkshop.broken(twin, i);
            told.append("| twin: %s | %d | %s |%n".formatted(twin.fault(), twin.seed(), promise));
            if (promise.isEmpty()) {
                missed.add(twin.fault());
            }
        }
        Files.writeString(Path.of("target", "world-twins.md"), told.toString());
        System.out.printf("world twins: %d of %d%n", twins.size() - missed.size(), twins.size());
        assertThat(missed).as("twins that no world has seen").isEmpty();
    }

    @Test
    void theWorldsThatSeeThemAreWholeWithoutThem() {
        assertThat(WorldTwins.all()).extracting(WorldTwin::seed).allMatch(seed -> seed < 200);
        assertThat(WorldTwins.all().stream().map(WorldTwin::seed).distinct()).allSatisfy(seed -> assertThat(
                WorldTwinRun.broken(seed)).as("seed %d", seed).isEmpty());
    }

    @Test
    void everyTwinStandsInTheTable() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reliability.md"));
        List<String> rows = page.lines()
                .filter(line -> line.startsWith("| twin: "))
                .map(line -> line.substring("| twin: ".length(), line.indexOf(" | ", 3)))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(WorldTwins.all().stream().map(WorldTwin::fault).toList());
    }
}
