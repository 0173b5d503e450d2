package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;

/// `docs/reliability.md` names each twin, who finds it, and how long that took when it was measured last.
class TwinTableTest {

    @Test
    void everyTwinStandsInTheTableWithItsFinderAndItsSecondsAndNoOther() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reliability.md"));
        List<String> rows = page.split("## Broken twins")[1].split("\n## ")[0].lines()
                .filter(line -> line.matches("\\| R\\d+ \\|.*\\| \\d+\\.\\d \\|"))
                .map(line -> line.substring(0, line.lastIndexOf('|', line.length() - 2) + 1))
                .toList();
        assertThat(rows).containsExactlyInAnyOrderElementsOf(Twins.all().stream().map(TwinTableTest::row).toList());
    }

    private static String row(Twin twin) {
        String finder = twin.finder().endsWith("Test") ? "`" + twin.finder() + "`" : "world " + twin.finder();
        return "| " + twin.rule() + " | " + twin.fault() + " | " + finder + " |";
    }
}
