package dev.lintel.edge.process;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.settings.StartRefused;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The packaged agent with a file full of slips: all of them in one list, and nothing has begun.
@SuppressWarnings("NullAway.Init")
class BadConfigurationIT {

    @TempDir
    Path folder;

    private record Ended(int code, List<String> sentences) {}

    private Ended started(Path file, String... extra) throws Exception {
        Path said = folder.resolve("said");
        List<String> command = new ArrayList<>(List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Dmicronaut.config.files=" + file, "-jar", PackagedAgent.JAR.toString()));
        command.addAll(List.of(extra));
        Process process = new ProcessBuilder(command).redirectError(said.toFile())
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        } finally {
            process.destroyForcibly();
        }
        return new Ended(process.exitValue(), Files.readAllLines(said, StandardCharsets.UTF_8));
    }

    @Test
    void everySlipIsInOneListWithItsLine() throws Exception {
        Path data = folder.resolve("data");
        Path file = Files.writeString(folder.resolve("edge.yml"), """
                lintel:
                  data: %s
                  panel:
                    port: seventy
                    locale: "!"
                    colour: green
                  cloud:
                    url: http://cloud.example
                """.formatted(data));
        Ended ended = started(file, "--lintel.panel.clock=25h");
        assertThat(ended.code()).isEqualTo(StartRefused.BAD_CONFIGURATION);
        assertThat(ended.sentences()).satisfiesExactlyInAnyOrder(
                port -> assertThat(port).startsWith(file + " line 4: lintel.panel.port \"seventy\" is not a port. Use"),
                locale -> assertThat(locale).startsWith(file + " line 5: lintel.panel.locale \"!\" is not a language tag. Use"),
                colour -> assertThat(colour).startsWith(file + " line 6: lintel.panel.colour is not a setting."),
                cloud -> assertThat(cloud).startsWith(file + " line 8: lintel.cloud.url \"http://cloud.example\" is not an"),
                clock -> assertThat(clock).startsWith("command line: lintel.panel.clock \"25h\" is not a form of clock. Use"));
        assertThat(data).as("nothing was made").doesNotExist();
    }

    @Test
    void aFileThatIsNoYamlIsOneSentenceWithTheLine() throws Exception {
        Path file = Files.writeString(folder.resolve("edge.yml"), "lintel:\n  data: here\n panel: [\n");
        Ended ended = started(file);
        assertThat(ended.code()).isEqualTo(StartRefused.BAD_CONFIGURATION);
        assertThat(ended.sentences()).singleElement()
                .satisfies(sentence -> assertThat(sentence).startsWith("The settings cannot be read:").contains("line 3"));
    }
}
