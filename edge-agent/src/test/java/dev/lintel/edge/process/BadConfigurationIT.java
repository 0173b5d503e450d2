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

    /// A technician who wires a floor wants the whole list at once, with the lines to go to.
    @Test
    void everyFaultOfTheWiringIsInOneListWithItsLine() throws Exception {
        Path data = folder.resolve("data");
        Path file = Files.writeString(folder.resolve("edge.yml"), """
                lintel:
                  data: %s
                  expanders:
                    main: mcp23017 i2c1 0x20
                  rooms:
                    aspen:
                      sensors:
                        ceiling: pir gpio17
                        table: radar gpio17
                        bus: pir gpio2
                      release: off
                    birch:
                      sensors:
                        far: pir attic.3
                        low: radar main.4 pull-down
                      release: maybe
                  presence:
                    rehearsal: true
                """.formatted(data));
        Ended ended = started(file);
        assertThat(ended.code()).isEqualTo(StartRefused.BAD_CONFIGURATION);
        String room = "lintel.rooms.";
        assertThat(ended.sentences()).satisfiesExactlyInAnyOrder(
                clash -> assertThat(clash).startsWith(file + " line 9: " + room + "aspen.sensors.table").contains("GPIO17"),
                reserved -> assertThat(reserved).startsWith(file + " line 10: " + room + "aspen.sensors.bus GPIO2 is the I2C"),
                unknown -> assertThat(unknown)
                        .startsWith(file + " line 14: " + room + "birch.sensors.far there is no expander \"attic\"."),
                pull -> assertThat(pull).startsWith(
                        file + " line 15: " + room + "birch.sensors.low an MCP23017 cannot pull an input down."),
                release -> assertThat(release).startsWith(file + " line 16: " + room + "birch.release \"maybe\""),
                real -> assertThat(real).startsWith(file + " line 18: lintel.presence.rehearsal is for simulated sensors,"));
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
