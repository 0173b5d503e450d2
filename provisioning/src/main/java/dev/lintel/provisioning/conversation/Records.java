package dev.lintel.provisioning.conversation;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Stream;

/// The files that programs write their records to.
///
/// Files are read line by line and only what is asked for is kept: a cloud writes a gigabyte in a busy month.
record Records(List<Path> files) {

    private static final String ENDING = ".log";

    /// @param places files, or folders whose `.log` files are meant
    static Records in(List<Path> places) throws IOException {
        List<Path> files = new ArrayList<>();
        for (Path place : places) {
            if (Files.isDirectory(place)) {
                try (Stream<Path> inside = Files.list(place)) {
                    inside.filter(each -> each.toString().endsWith(ENDING)).sorted().forEach(files::add);
                }
            } else {
                files.add(place);
            }
        }
        return new Records(List.copyOf(files));
    }

    /// The records whose line passes, in the order of the files.
    List<LogLine> where(Predicate<String> line) throws IOException {
        List<LogLine> found = new ArrayList<>();
        for (Path file : files) {
            String name = file.getFileName().toString();
            String program = name.endsWith(ENDING) ? name.substring(0, name.length() - ENDING.length()) : name;
            // A program that was killed may have left half a letter at the end.
            try (Stream<String> lines = Files.lines(file, StandardCharsets.ISO_8859_1)) {
                lines.map(each -> new String(each.getBytes(StandardCharsets.ISO_8859_1), StandardCharsets.UTF_8))
                        .filter(line)
                        .map(each -> LogLine.read(program, each))
                        .flatMap(Optional::stream)
                        .forEach(found::add);
            }
        }
        return found;
    }
}
