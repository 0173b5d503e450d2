package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The tables of docs/presence.md are what the rules make of the recordings.
class PresenceTablesTest {

    private static final Path DOCUMENT = Path.of("..", "docs", "presence.md");

    static List<String> table(String story) throws IOException {
        List<String> lines = Files.readAllLines(Path.of("src/test/resources/presence/stories", story + ".txt"));
        List<String> table = new ArrayList<>(List.of("| from | seen by | screen | used | the door |", "|---|---|---|---|---|"));
        for (Replay.Row row : new Replay(lines).table()) {
            table.add("| " + String.join(" | ", row.time(), row.sees().isEmpty() ? "none" : row.sees(), row.screen(),
                    row.used() ? "yes" : "no", row.did().isEmpty() ? "-" : row.did()) + " |");
        }
        return table;
    }

    @ParameterizedTest
    @ValueSource(strings = {"one-person-sits-still", "a-group", "the-cleaner-at-night", "a-heater-fools-the-infrared-sensor",
            "a-radar-ghost-through-the-wall", "a-sensor-dies", "back-to-back", "nobody-comes",
            "a-ghost-for-hours", "a-heater-all-night", "a-blind-radar", "they-agree-again"})
    void theDocumentSaysWhatTheRulesDo(String story) throws IOException {
        String table = String.join("\n", table(story));
        assertThat(Files.readString(DOCUMENT)).as("%s", table).contains(table);
    }
}
