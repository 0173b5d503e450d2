package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Each story is a file that a caretaker can read: a booking, what the sensors said, what was touched, and what the door did, to the second.
class ReleaseStoriesTest {

    static List<Path> stories() throws IOException {
        try (Stream<Path> files = Files.list(Path.of("src/test/resources/presence/stories"))) {
            return files.sorted().toList();
        }
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("stories")
    void theDoorDoesWhatTheStorySays(Path story) throws IOException {
        List<String> lines = Files.readAllLines(story);
        List<String> expected = lines.stream().filter(line -> line.contains("=>")).map(String::strip).toList();
        assertThat(new Replay(lines).run()).containsExactlyElementsOf(expected);
    }
}
