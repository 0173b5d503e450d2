package dev.lintel.protocol.presence;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// A PIR at the ceiling, a radar at the table, now and then a contact at the door. Each speaks once a minute and at each change.
class PlausibilityStoriesTest {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    private static final Map<String, Doubt> BOTH = Map.of("RADAR", Doubt.SEES_ALONE, "PIR", Doubt.SEES_NOTHING);

    private final Plausibility plausibility = new Plausibility(Thresholds.USUAL);
    private Instant now = Instant.parse("2026-03-02T06:00:00Z");
    private Accord accord = Accord.NOTHING;

    private void say(Technology technology, boolean active) {
        accord = plausibility.heard(accord, new Reading(technology.name(), technology, now, active));
    }

    /// So many minutes in which these see somebody and the other one nobody.
    private void minutes(int count, boolean pir, boolean radar) {
        for (int i = 0; i < count; i++) {
            say(Technology.PIR, pir);
            say(Technology.RADAR, radar);
            now = now.plus(MINUTE);
        }
    }

    @BeforeEach
    void bothAreHeard() {
        minutes(2, false, false);
    }

    private void spell(boolean pir, boolean radar) {
        minutes(10, pir, radar);
        minutes(10, false, false);
    }

    private Map<String, Doubt> doubts() {
        return plausibility.doubts(accord, now);
    }

    @Test
    void sixTimesInARowOneAloneIsAContradictionOfBoth() {
        for (int i = 0; i < 5; i++) {
            spell(true, false);
        }
        assertThat(doubts()).isEmpty();
        spell(true, false);
        assertThat(doubts()).containsEntry("PIR", Doubt.SEES_ALONE).containsEntry("RADAR", Doubt.SEES_NOTHING).hasSize(2);
    }

    @Test
    void oneTimeTogetherBeginsTheCountAnew() {
        for (int i = 0; i < 20; i++) {
            spell(i % 6 != 5, i % 6 == 5);
            spell(i % 6 == 5, i % 6 == 5);
        }
        assertThat(doubts()).isEmpty();
    }

    @Test
    void afterADoubtBothAreBelievedOnceTheyAgreeAndTheTimeOfTheDoubtStaysInDoubt() {
        for (int i = 0; i < 6; i++) {
            spell(false, true);
        }
        Instant doubtful = now;
        assertThat(doubts()).hasSize(2);
        minutes(150, true, true);
        assertThat(doubts()).as("as long as it lasts").hasSize(2);
        minutes(10, false, false);
        assertThat(doubts()).isEmpty();
        assertThat(plausibility.doubted(accord, doubtful, now)).as("of the time since then").hasSize(2);
        assertThat(plausibility.doubted(accord, now, now)).isEmpty();
    }

    /// What somebody is to a sensor is known only once they have been there for a moment.
    @Test
    void aVisitThatBeginsBeforeTheOneBeforeIsOverIsTheSameVisit() {
        for (int i = 0; i < 6; i++) {
            minutes(5, false, true);
            // The radar saw nobody from here on: the visit is over five minutes later.
            minutes(4, false, false);
            say(Technology.PIR, false);
            say(Technology.RADAR, false);
            now = now.plusSeconds(59);
            say(Technology.PIR, true);
            now = now.plusSeconds(2);
            say(Technology.PIR, false);
            minutes(10, false, false);
        }
        assertThat(doubts()).isEmpty();
    }

    /// Six times the radar saw somebody, and the PIR did not: both are doubted.
    private void radarAlone() {
        for (int i = 0; i < 6; i++) {
            spell(false, true);
        }
        assertThat(doubts()).isEqualTo(BOTH);
    }

    /// While the radar sees somebody, the PIR says on and off so often, and takes as long for each.
    private void fidgetingPir(int times, Duration each) {
        minutes(5, false, true);
        for (int i = 0; i < times; i++) {
            say(Technology.PIR, true);
            now = now.plus(each);
            say(Technology.PIR, false);
            now = now.plus(each);
        }
        minutes(5, false, true);
        minutes(10, false, false);
    }

    @Test
    void noiseAgreesWithNobody() {
        radarAlone();
        fidgetingPir(1, Duration.ofMillis(60));
        assertThat(doubts()).isEqualTo(BOTH);
        fidgetingPir(1, Duration.ofMillis(200));
        assertThat(doubts()).as("what lasts longer is a person").isEmpty();
    }

    @Test
    void noiseIsNoContradictionAndWakesNoDeadSensor() {
        for (int i = 0; i < 20; i++) {
            say(Technology.PIR, true);
            now = now.plusMillis(60);
            minutes(10, false, false);
        }
        assertThat(doubts()).isEmpty();
        minutes(73 * 60, false, false);
        assertThat(doubts()).isEqualTo(Map.of("PIR", Doubt.SEES_NOBODY, "RADAR", Doubt.SEES_NOBODY));
        say(Technology.PIR, true);
        now = now.plusMillis(60);
        minutes(1, false, false);
        assertThat(doubts()).hasSize(2);
    }

    @Test
    void aSensorThatChattersAgreesWithNobodyAndAccusesNobody() {
        radarAlone();
        fidgetingPir(40, Duration.ofMillis(900));
        assertThat(doubts()).isEqualTo(BOTH);
        accord = Accord.NOTHING;
        minutes(2, false, false);
        for (int i = 0; i < 20; i++) {
            for (int edge = 0; edge < 80; edge++) {
                say(Technology.PIR, edge % 2 == 0);
                now = now.plusMillis(900);
            }
            minutes(10, false, false);
        }
        assertThat(doubts()).isEmpty();
    }

    @Test
    void aSensorThatIsStuckAgreesWithNobody() {
        radarAlone();
        minutes(7 * 60, false, true);
        minutes(5, true, true);
        minutes(10, false, false);
        assertThat(doubts()).isEqualTo(BOTH);
    }

    @Test
    void whoeverIsLetInAtTheDoorAndSeenByTheRadarAloneEndsNoDoubtOfTheRadar() {
        radarAlone();
        accord = plausibility.people(accord, now);
        minutes(10, false, true);
        minutes(20, false, false);
        assertThat(doubts()).isEqualTo(BOTH);
    }

    @Test
    void aDoorThatMovesTellsWhoIsBlind() {
        for (int i = 0; i < 6; i++) {
            say(Technology.DOOR_CONTACT, true);
            say(Technology.DOOR_CONTACT, false);
            for (int minute = 0; minute < 20; minute++) {
                minutes(1, minute < 10, false);
                say(Technology.DOOR_CONTACT, false);
            }
        }
        assertThat(doubts()).isEqualTo(Map.of("RADAR", Doubt.SEES_NOTHING));
    }

    @Test
    void aSensorThatIsNotHeardContradictsNobody() {
        for (int i = 0; i < 20; i++) {
            for (int minute = 0; minute < 20; minute++) {
                say(Technology.PIR, minute < 10);
                if (minute % 4 == 0) {
                    say(Technology.RADAR, false);
                }
                now = now.plus(MINUTE);
            }
        }
        assertThat(doubts()).as("the radar has a gap of four minutes each time").isEmpty();
    }

    @Test
    void whoeverChecksInAtTheDoorAndGoesForCoffeeIsNoReasonUntilTheThirdTime() {
        for (int i = 0; i < 3; i++) {
            assertThat(doubts()).isEmpty();
            minutes(5, false, false);
            accord = plausibility.people(accord, now);
            minutes(20, false, false);
        }
        assertThat(doubts()).containsEntry("PIR", Doubt.MISSES_PEOPLE).containsEntry("RADAR", Doubt.MISSES_PEOPLE);
        minutes(1, false, false);
        accord = plausibility.people(accord, now);
        minutes(20, true, false);
        minutes(6, false, false);
        assertThat(doubts()).as("the PIR saw them").isEqualTo(Map.of("RADAR", Doubt.MISSES_PEOPLE));
    }

    @Test
    void aSensorIsDeadAfterThreeDaysOfListeningHoweverOftenTheListenerStarts() {
        for (int day = 0; day < 4; day++) {
            assertThat(doubts()).as("day %s", day).isEmpty();
            minutes(24 * 60 - 1, false, false);
            Map<String, Repute> kept = accord.sensors();
            accord = Accord.remembered(Map.of("RADAR",
                    Repute.remembered(Technology.RADAR, Objects.requireNonNull(kept.get("RADAR")).silent(), 0, 0, 0)));
            now = now.plus(Duration.ofDays(30));
            say(Technology.PIR, false);
            say(Technology.RADAR, false);
        }
        assertThat(doubts()).isEqualTo(Map.of("RADAR", Doubt.SEES_NOBODY));
        assertThat(plausibility.doubted(accord, now, now)).isEqualTo(Map.of("RADAR", SensorHealth.DEAD));
        Instant before = now;
        now = now.plus(MINUTE);
        say(Technology.RADAR, true);
        now = now.plus(MINUTE);
        say(Technology.RADAR, false);
        assertThat(doubts()).isEmpty();
        assertThat(plausibility.doubted(accord, before, now)).as("of the minute before").containsOnlyKeys("RADAR");
    }

    @Test
    void timeInWhichNobodyListenedIsNoSilenceAndAContactMayBeSilentForEver() {
        for (int i = 0; i < 50; i++) {
            say(Technology.DOOR_CONTACT, false);
            minutes(2, false, false);
            now = now.plus(Duration.ofDays(2));
        }
        assertThat(doubts()).isEmpty();
        for (int i = 0; i < 75 * 60; i++) {
            say(Technology.DOOR_CONTACT, false);
            now = now.plus(MINUTE);
        }
        assertThat(doubts()).isEmpty();
        assertThat(plausibility.doubted(accord, now, now)).isEmpty();
    }

    @Test
    void aClockThatIsPutBackOrForwardMakesNoDoubt() {
        for (int i = 0; i < 12; i++) {
            minutes(3, true, false);
            now = i % 2 == 0 ? now.minus(Duration.ofHours(5)) : now.plus(Duration.ofHours(9));
            minutes(3, false, false);
        }
        assertThat(doubts()).doesNotContainValue(Doubt.SEES_NOBODY);
        minutes(3, true, false);
        now = now.minus(Duration.ofHours(30));
        minutes(130, true, false);
        assertThat(doubts()).as("and it goes on judging").containsKey("PIR");
    }

    @Test
    void anotherKindOfSensorUnderTheSameNameBeginsAnew() {
        for (int i = 0; i < 6; i++) {
            spell(true, false);
        }
        accord = plausibility.heard(accord, new Reading("RADAR", Technology.PIR, now, false));
        assertThat(doubts()).doesNotContainKey("RADAR");
    }
}
