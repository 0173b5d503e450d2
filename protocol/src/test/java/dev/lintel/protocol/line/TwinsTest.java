package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/// What the exploration and the stories are worth: each broken twin must make its finder red.
@Tag("slow")
class TwinsTest {

    @Test
    void everyBrokenTwinIsFound() throws java.io.IOException {
        List<Twin> twins = Twins.all();
        List<String> missed = new ArrayList<>();
        StringBuilder told = new StringBuilder();
        long began = System.nanoTime();
        for (int i = 0; i < twins.size(); i++) {
            Twin twin = twins.get(i);
            long start = System.nanoTime();
            List<String> story = TwinWorkshop.run(twin, i);
            told.append(String.format("%-4s %s | %s | %.1f s%n", twin.rule(), twin.fault(), twin.finder(),
                    (System.nanoTime() - start) / 1e9));
            story.forEach(line -> told.append("      ").append(line).append(System.lineSeparator()));
            if (story.isEmpty()) {
                missed.add(twin.rule() + ": " + twin.fault());
            }
        }
        Files.writeString(Path.of("target", "twins.txt"), told.toString());
        System.out.printf("twins: %d of %d in %.1f s (stories in target/twins.txt)%n", twins.size() - missed.size(),
                twins.size(), (System.nanoTime() - began) / 1e9);
        assertThat(missed).isEmpty();
    }
}
