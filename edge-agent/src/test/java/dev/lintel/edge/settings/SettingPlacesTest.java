package dev.lintel.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.settings.SettingsReading.Fault;
import dev.lintel.edge.settings.SettingsReading.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class SettingPlacesTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private static SettingPlaces places(Map<String, String> properties, Map<String, String> variables, String... args) {
        return SettingPlaces.of(args, name -> Optional.ofNullable(properties.get(name)),
                name -> Optional.ofNullable(variables.get(name)));
    }

    private Path yaml() throws Exception {
        return Files.writeString(folder.resolve("edge.yml"), """
                # What the second floor was told to be.
                lintel:
                  data: /var/lib/lintel
                  panel:   # panels of this floor
                    port: seventy
                    "time-zone": Mars/Olympus

                    prot: 7101
                  cloud:
                    url: https://cloud.example:8443
                lintel.panel.clock: 25h
                other:
                  panel:
                    port: 1
                """);
    }

    @Test
    void aFaultNamesTheFileAndTheLine() throws Exception {
        Path file = yaml();
        SettingPlaces places = places(Map.of(), Map.of("MICRONAUT_CONFIG_FILES", file.toString()));
        assertThat(places.of("lintel.panel.port")).contains(file + " line 5");
        assertThat(places.of("lintel.panel.time-zone")).contains(file + " line 6");
        assertThat(places.of("lintel.cloud.url")).contains(file + " line 10");
        assertThat(places.of("lintel.panel.clock")).contains(file + " line 11");
        assertThat(places.of("lintel.panel.host")).as("a default").isEmpty();
    }

    @Test
    void linesOfAPropertiesFileAreCountedToo() throws Exception {
        Path file = Files.writeString(folder.resolve("edge.properties"), "# settings\n\nlintel.panel.port = seventy\n");
        assertThat(places(Map.of("micronaut.config.files", file.toString()), Map.of()).of("lintel.panel.port"))
                .contains(file + " line 3");
    }

    @Test
    void whatCountsIsNamed() throws Exception {
        SettingPlaces places = places(Map.of("lintel.panel.host", "x"), Map.of("LINTEL_PANEL_HOST", "y",
                "LINTEL_PANEL_PORT", "8", "LINTEL_HOME", "/opt/lintel", "MICRONAUT_CONFIG_FILES", yaml().toString()),
                "--lintel.panel.clock=24h");
        assertThat(places.of("lintel.panel.clock")).contains("command line");
        assertThat(places.of("lintel.panel.host")).contains("-Dlintel.panel.host");
        assertThat(places.of("lintel.panel.port")).contains("environment variable LINTEL_PANEL_PORT");
    }

    @Test
    void aMisspeltSettingIsAFaultWithTheNameThatWasMeant() throws Exception {
        Path file = yaml();
        Outcome outcome = SettingsReading.read(
                name -> Optional.ofNullable(Map.of("lintel.data", "/d", "lintel.panel.port", "seventy").get(name)),
                places(Map.of(), Map.of("MICRONAUT_CONFIG_FILES", file.toString()), "--lintel.colour=green"));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Bad.class,
                bad -> assertThat(bad.faults()).extracting(Fault::toString)
                        .isEqualTo(List.of(
                                file + " line 8: lintel.panel.prot is not a setting. Did you mean lintel.panel.port?",
                                "command line: lintel.colour is not a setting. Remove it; docs/configuration.md has all"
                                        + " there are.",
                                file + " line 5: lintel.panel.port \"seventy\" is not a port. Use a number from 1 to 65535,"
                                        + " or 0 for a free one.")));
    }
}
