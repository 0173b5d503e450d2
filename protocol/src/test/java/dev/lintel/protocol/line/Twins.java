package dev.lintel.protocol.line;

import java.util.List;
import java.util.stream.Stream;

/// One broken twin or more for each rule.
final class Twins {

    private Twins() {}

    static List<Twin> all() {
        return Stream.of(TwinsOfDeciding.all(), TwinsOfMemory.all(), TwinsOfCrossing.all(), TwinsOfWorlds.all())
                .flatMap(List::stream)
                .toList();
    }
}
