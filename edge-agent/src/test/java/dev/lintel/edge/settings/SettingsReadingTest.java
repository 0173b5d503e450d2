package dev.lintel.edge.settings;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.settings.SettingsReading.Fault;
import dev.lintel.edge.settings.SettingsReading.Outcome;
import java.net.URI;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class SettingsReadingTest {

    private static Outcome read(Map<String, String> properties) {
        return SettingsReading.read(name -> Optional.ofNullable(properties.get(name)), SettingPlaces.none());
    }

    @Test
    void aDataFolderIsAllThatIsNeeded() {
        assertThat(read(Map.of("lintel.data", "/var/lib/lintel"))).isInstanceOfSatisfying(Outcome.Good.class, good -> {
            assertThat(good.settings().data()).isEqualTo(Path.of("/var/lib/lintel"));
            assertThat(good.settings().panelHost()).isEqualTo("127.0.0.1");
            assertThat(good.settings().panelPort()).isEqualTo(7101);
            assertThat(good.settings().cloud()).isEmpty();
        });
    }

    @Test
    void everyFaultIsInTheOneList() {
        Outcome outcome = read(Map.of("lintel.panel.port", "seventy", "lintel.cloud.url", "http://cloud.example",
                "lintel.panel.time-zone", "Mars/Olympus", "lintel.panel.names", "door.example, b@d"));
        assertThat(outcome).isInstanceOfSatisfying(Outcome.Bad.class,
                bad -> assertThat(bad.faults()).extracting(Fault::property)
                        .containsExactlyInAnyOrder("lintel.data",
                                "lintel.panel.port", "lintel.cloud.url", "lintel.panel.time-zone", "lintel.panel.names"));
    }

    @Test
    void aTokenNeedsACloudToBeShownTo() {
        assertThat(read(Map.of("lintel.data", "/d", "lintel.enrolment.token-file", "/t")))
                .isInstanceOfSatisfying(Outcome.Bad.class, bad -> assertThat(bad.faults()).singleElement()
                        .extracting(Fault::property)
                        .isEqualTo("lintel.cloud.url"));
    }

    @Test
    void aSecretOnTheCommandLineIsRefused() {
        assertThat(read(Map.of("lintel.data", "/d", "lintel.enrolment.token", "lintel1.x.y.z")))
                .isInstanceOfSatisfying(Outcome.Bad.class, bad -> {
                    assertThat(bad.faults()).singleElement().extracting(Fault::property).isEqualTo("lintel.enrolment.token");
                    assertThat(bad.faults().toString()).doesNotContain("x.y.z");
                });
    }

    @ParameterizedTest
    @CsvSource({"https://lintel.example:8443, true", "https://10.0.0.7, true", "http://lintel.example, false",
            "https://user:secret@lintel.example, false", "https:///nowhere, false", "lintel.example, false"})
    void theCloudIsCalledOverHttpsOnly(String address, boolean good) {
        Outcome outcome = read(Map.of("lintel.data", "/d", "lintel.cloud.url", address));
        if (good) {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Good.class,
                    it -> assertThat(it.settings().cloud()).contains(URI.create(address)));
        } else {
            assertThat(outcome).isInstanceOf(Outcome.Bad.class);
        }
    }

    @ParameterizedTest
    @CsvSource({"broker.example:8883, true", "10.0.0.7:1, true", "[::1]:8883, true", "broker.example, false", ":8883, false",
            "broker.example:0, false", "broker.example:65536, false", "ssl://broker.example:8883, false"})
    void theBrokersAddressIsAHostAndAPort(String address, boolean good) {
        Outcome outcome = read(Map.of("lintel.data", "/d", "lintel.broker.address", address));
        if (good) {
            assertThat(outcome).isInstanceOfSatisfying(Outcome.Good.class,
                    it -> assertThat(it.settings().broker()).map(Object::toString)
                            .hasValueSatisfying(
                                    reached -> assertThat(reached).contains(address.substring(address.lastIndexOf(':')))));
        } else {
            assertThat(outcome).isInstanceOf(Outcome.Bad.class);
        }
    }
}
