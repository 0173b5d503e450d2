package dev.lintel.provisioning.conversation;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/// An operation of late, with what began it.
record Latest(Instant at, String operation, String from, String words) {

    private static final int SHOWN = 20;

    /// The latest, the youngest last.
    static List<Latest> of(Records records) throws IOException {
        Map<String, Latest> first = new LinkedHashMap<>();
        for (LogLine line : records.where(each -> each.contains("\"op\":"))) {
            line.operation().ifPresent(operation -> {
                Said said = Reading.of(line);
                first.merge(operation, new Latest(said.at(), operation, said.from(), said.words()),
                        (one, other) -> one.at().isAfter(other.at()) ? other : one);
            });
        }
        List<Latest> sorted = new ArrayList<>(first.values());
        sorted.sort(Comparator.comparing(Latest::at));
        return sorted.subList(Math.max(0, sorted.size() - SHOWN), sorted.size());
    }

    String text() {
        return "%s  %s  %-12s  %s".formatted(at, operation, from, words);
    }
}
