package dev.lintel.cloud;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// The machine a figure was measured on, in a sentence.
final class Machine {

    private Machine() {}

    static String sentence() throws IOException {
        var model = Files.readAllLines(Path.of("/proc/cpuinfo"))
                .stream()
                .filter(line -> line.startsWith("model name"))
                .map(line -> line.substring(line.indexOf(':') + 2))
                .findFirst()
                .orElse("unknown processor");
        var load = Files.readString(Path.of("/proc/loadavg")).split(" ")[0];
        return "%d processors (%s), Java %s, load %s before".formatted(Runtime.getRuntime().availableProcessors(), model,
                Runtime.version().feature(), load);
    }
}
