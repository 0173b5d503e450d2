package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.ClockQuality;
import dev.lintel.protocol.time.Moment;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PresenceStoriesTest {

    private static final Slot NINE_TO_TEN = Slot.of(Instant.parse("2026-03-02T09:00:00Z"), Duration.ofHours(1));
    private final Fusion fusion = new Fusion(Thresholds.USUAL);
    private final ReleaseRules rules = new ReleaseRules(Thresholds.USUAL);

    private static List<Reading> recording(String name) throws IOException {
        return Files.readAllLines(Path.of("src/test/resources/presence", name + ".txt")).stream().map(Reading::parse).toList();
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

    private static Presence nobody(int technologies) {
        return new Presence(false, false, Optional.empty(), java.util.Map.of(), technologies);
    }

    private static ReleaseRules.Watch watch(Presence presence, Optional<Instant> warned, Optional<Instant> snoozed) {
        Booking booking = new Booking(new BookingId(new UUID(1, 1)), new SpaceId(new UUID(1, 2)), NINE_TO_TEN, 1,
                Optional.empty(), Optional.empty(), Origin.CLOUD, at("08:00:00"),
                new Phase.Confirmed());
        return new ReleaseRules.Watch(booking, Policy.USUAL, false, presence, presence.healthyTechnologies(), warned, snoozed,
                List.of(), 12);
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            09:06:59 |          | Wait
            09:07:00 |          | Warn
            09:08:00 | 09:07:00 | Wait
            09:10:00 | 09:07:00 | GiveBack
            09:10:00 |          | Warn
            """)
    void aRoomIsGivenBackAfterGraceAndWarning(String now, String warned, String expected) {
        Vacancy vacancy = rules.judge(
                watch(nobody(2), Optional.ofNullable(warned).map(PresenceStoriesTest::at), Optional.empty()),
                Moment.synchronised(at(now)));
        assertThat(vacancy.getClass().getSimpleName()).isEqualTo(expected);
    }

    @Test
    void oneTouchPutsTheReleaseOff() {
        ReleaseRules.Watch snoozed = watch(nobody(2), Optional.of(at("09:07:00")), Optional.of(at("09:09:00")));
        assertThat(rules.judge(snoozed, Moment.synchronised(at("09:10:00")))).isEqualTo(new Vacancy.Wait(at("09:11:00")));
    }

    @Test
    void aDoubtfulSensorMayConfirmPresenceButNeverRelease() {
        assertThat(rules.judge(watch(nobody(1), Optional.of(at("09:07:00")), Optional.empty()),
                Moment.synchronised(at("09:10:00")))).isEqualTo(new Vacancy.Keep("sensors-doubtful"));
        Presence sign = new Presence(false, false, Optional.of(at("08:56:00")), java.util.Map.of("radar-1", SensorHealth.STUCK),
                2);
        assertThat(rules.judge(watch(sign, Optional.of(at("09:07:00")), Optional.empty()), Moment.synchronised(at("09:10:00"))))
                .isEqualTo(new Vacancy.Keep("somebody-was-there"));
    }

    @Test
    void withAClockThatIsNotGoodEnoughNothingIsReleased() {
        Moment unsure = new Moment(at("09:10:00"), new ClockQuality.Restored(at("08:00:00")));
        assertThat(rules.judge(watch(nobody(2), Optional.of(at("09:07:00")), Optional.empty()), unsure))
                .isEqualTo(new Vacancy.Keep("clock-uncertain"));
    }

    @Test
    void notMoreThanAFifthOfAFloorIsGivenBackAtOnce() {
        ReleaseRules.Watch one = watch(nobody(2), Optional.of(at("09:07:00")), Optional.empty());
        ReleaseRules.Watch third = new ReleaseRules.Watch(one.booking(), one.policy(), false, one.presence(), 2, one.warnedAt(),
                Optional.empty(), List.of(at("09:05:00"), at("09:06:00")), 12);
        assertThat(rules.judge(third, Moment.synchronised(at("09:10:00")))).isInstanceOf(Vacancy.Wait.class);
    }
}
