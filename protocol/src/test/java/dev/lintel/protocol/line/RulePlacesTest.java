package dev.lintel.protocol.line;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/// The table of `docs/reliability.md` that says where each rule of the line is decided tells the truth.
class RulePlacesTest {

    private static final Pattern ROW = Pattern.compile("(?m)^\\| (R\\d+) \\| [^|]+ \\| ([^|]+#?[^|]*) \\|$");
    private static final Pattern PLACE = Pattern.compile("`(\\w+)(?:#(\\w+))?`");

    @Test
    void everyRuleHasAPlaceThatExistsAndNamesIt() throws IOException {
        String page = Files.readString(Path.of("..", "docs", "reliability.md"));
        String table = page.split("## Where each rule is decided")[1].split("\n## ")[0];
        Map<String, Path> sources = sources();
        List<String> rules = new ArrayList<>();
        List<String> wrong = new ArrayList<>();
        Matcher row = ROW.matcher(table);
        while (row.find()) {
            rules.add(row.group(1));
            boolean named = false;
            Matcher place = PLACE.matcher(row.group(2));
            while (place.find()) {
                String text = sources.containsKey(place.group(1)) ? Files.readString(sources.get(place.group(1))) : "";
                boolean there = !text.isEmpty() && (place.group(2) == null || text.contains(" " + place.group(2) + "("));
                if (!there) {
                    wrong.add(row.group(1) + ": " + place.group());
                }
                named |= Pattern.compile("\\b" + row.group(1) + "\\b").matcher(text).find();
            }
            if (!named) {
                wrong.add(row.group(1) + " is named by no comment at its places");
            }
        }
        assertThat(wrong).isEmpty();
        assertThat(rules).isEqualTo(IntStream.rangeClosed(1, 16).mapToObj(number -> "R" + number).toList());
    }

    private static Map<String, Path> sources() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src", "main", "java"))) {
            return files.filter(file -> file.toString().endsWith(".java") && !file.endsWith("package-info.java"))
                    .collect(Collectors.toMap(file -> file.getFileName().toString().replace(".java", ""), file -> file,
                            (one, _) -> one, TreeMap::new));
        }
    }
}
