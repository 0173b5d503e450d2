package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceStoriesTest {

    private final Fusion fusion = new Fusion(Thresholds.USUAL);

    private static List<Reading> recording(String name) throws IOException {
        return Reading.recording(Files.readAllLines(Path.of("src/test/resources/presence", name + ".txt")));
    }

    private static Instant at(String time) {
        return Instant.parse("2026-03-02T" + time + "Z");
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            people-in-the-room | 08:57:00 | false | false
            people-in-the-room | 08:58:12 | true  | true
            people-in-the-room | 09:01:00 | true  | true
            people-in-the-room | 09:03:00 | false | true
            people-in-the-room | 09:20:00 | false | false
            nobody-came        | 09:00:00 | false | false
            nobody-came        | 09:05:01 | false | false
            """)
    void aRecordingIsReplayed(String recording, String time, boolean shown, boolean used) throws IOException {
        Presence presence = fusion.at(recording(recording), at(time));
        assertThat(presence.shown()).isEqualTo(shown);
        assertThat(presence.used()).isEqualTo(used);
    }

    @Test
    void theOrderInWhichReadingsArriveDoesNotMatter() throws IOException {
        List<Reading> forward = recording("people-in-the-room");
        assertThat(fusion.at(new ArrayList<>(forward).reversed(), at("09:01:00")))
                .isEqualTo(fusion.at(forward, at("09:01:00")));
    }

    @Test
    void aSensorThatWasNotHeardForAWhileIsStaleAndOneThatNeverRestsIsStuck() {
        List<Reading> readings = new ArrayList<>(List.of(Reading.parse("2026-03-02T08:00:00Z pir-1 pir off")));
        for (int minute = 0; minute < 400; minute++) {
            readings.add(new Reading("radar-1", Technology.RADAR, at("02:00:00").plus(Duration.ofMinutes(minute)), true));
        }
        Presence presence = fusion.at(readings, at("08:39:30"));
        assertThat(presence.health()).containsEntry("pir-1", SensorHealth.STALE).containsEntry("radar-1", SensorHealth.STUCK);
        assertThat(presence.healthyTechnologies()).isZero();
    }

    @Test
    void aSensorThatChangesFasterThanPeopleMoveChatters() {
        List<Reading> readings = new ArrayList<>();
        for (int i = 0; i < 80; i++) {
            readings.add(new Reading("pir-1", Technology.PIR, at("09:00:00").plusMillis(i * 500L), i % 2 == 0));
        }
        assertThat(fusion.at(readings, at("09:00:41")).health()).containsEntry("pir-1", SensorHealth.CHATTERING);
    }

    @Test
    void anAliveSensorThatSawNothingForDaysIsDead() {
        List<Reading> readings = new ArrayList<>();
        for (int minute = 0; minute <= 73 * 60; minute++) {
            readings.add(new Reading("pir-1", Technology.PIR, at("09:00:00").minus(Duration.ofMinutes(minute)), false));
        }
        assertThat(fusion.at(readings, at("09:00:00")).health()).containsEntry("pir-1", SensorHealth.DEAD);
    }

    @Test
    void aSensorThatKeepsSayingSoIsBelievedAsLongAsItIsHeard() {
        List<Reading> readings = new ArrayList<>();
        for (int second = 0; second <= 60; second += 10) {
            readings.add(new Reading("radar-1", Technology.RADAR, at("09:00:00").plusSeconds(second), true));
        }
        readings.add(Reading.parse("2026-03-02T12:00:00Z radar-1 radar off"));
        assertThat(fusion.at(readings, at("09:00:50")).used()).isTrue();
        assertThat(fusion.at(readings, at("12:00:05")).lastSignAt()).as("silence for hours is no presence")
                .contains(at("09:03:00"));
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            people-in-the-room | 08:57:00 | unknown | 08:50:00
            people-in-the-room | 08:58:30 | present | 08:58:10
            people-in-the-room | 09:01:00 | present | 08:58:10
            people-in-the-room | 09:30:00 | unknown | 09:02:30
            nobody-came        | 09:09:40 | absent  | 08:50:00
            """)
    void theScreenSaysSinceWhen(String recording, String time, String word, String since) throws IOException {
        Presence presence = fusion.at(recording(recording), at(time));
        assertThat(presence.word()).isEqualTo(word);
        assertThat(presence.since()).contains(at(since));
    }

    @Test
    void aRecordingReadsAsItWasWritten() throws IOException {
        List<Reading> readings = recording("people-in-the-room");
        assertThat(Reading.recording(readings.stream().map(Reading::line).toList())).isEqualTo(readings);
        assertThat(Reading.recording(List.of("# a remark", "", "2026-03-02T09:00:00Z pir-1 pir on # and another"))).hasSize(1);
    }

    @Test
    void whereNobodyWatchedNothingCanBeBelieved() throws IOException {
        List<Reading> readings = recording("nobody-came");
        assertThat(fusion.evidence(readings, at("08:50:00"), at("08:51:00")).leastTechnologies()).isEqualTo(2);
        assertThat(fusion.evidence(readings, at("08:49:59"), at("08:51:00")).leastTechnologies()).isZero();
    }
}
