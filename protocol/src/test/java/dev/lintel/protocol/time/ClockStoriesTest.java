package dev.lintel.protocol.time;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// A machine lives through switches, servers and fingers; after each a door asks what time it is and what that is worth.
@NullMarked
class ClockStoriesTest {

    private static final Instant NINE = Instant.parse("2026-03-03T09:00:00Z");

    private final ClockRules rules = new ClockRules(Instant.parse("2026-01-01T00:00:00Z"));
    private Optional<ClockMemory> kept = Optional.empty();
    private Instant truth = NINE;
    private Duration wrongBy = Duration.ZERO;
    private Duration running = Duration.ofSeconds(30);
    private int boots = 1;
    private boolean server;
    private boolean battery = true;

    private Moment look() {
        ClockRules.Look look = rules.look(kept,
                new ClockReading(truth.plus(wrongBy), "boot " + boots, running, server, battery));
        kept = Optional.of(look.memory());
        return look.moment();
    }

    private void pass(Duration time) {
        truth = truth.plus(time);
        running = running.plus(time);
    }

    /// Off for a while; the agent's memory is what it had kept by then.
    private void reboot(Duration off) {
        truth = truth.plus(off);
        running = Duration.ofSeconds(20);
        boots++;
    }

    private void wall(String shown) {
        wrongBy = Duration.between(truth, Instant.parse(shown));
    }

    @Test
    void aServersTimeIsTheTime() {
        server = true;
        assertThat(look()).isEqualTo(Moment.synchronised(NINE));
    }

    @Test
    void whenTheServerIsGoneTheTimeHoldsOverForHalfAMonth() {
        server = true;
        look();
        server = false;
        pass(Duration.ofHours(2));
        Moment twoHours = look();
        assertThat(twoHours.quality()).isEqualTo(new ClockQuality.HoldOver(Duration.ofHours(2)));
        assertThat(twoHours.now()).isEqualTo(truth);
        assertThat(twoHours.quality().uncertainty()).isEqualTo(Duration.ofMillis(1_360));
        pass(Duration.ofDays(7));
        assertThat(look().quality().permitsRelease()).as("31 s after a week").isFalse();
        assertThat(look().quality().permitsNow()).isTrue();
        pass(Duration.ofDays(7));
        assertThat(look().quality().permitsNow()).as("61 s after two weeks").isFalse();
        server = true;
        assertThat(look().quality()).isEqualTo(new ClockQuality.Synchronised());
    }

    @Test
    void aBatteryClockIsBelievedAfterAWeekend() {
        look();
        reboot(Duration.ofDays(3));
        Moment monday = look();
        assertThat(monday.now()).isEqualTo(truth);
        assertThat(monday.quality()).as("it has gone by itself for three days")
                .isEqualTo(new ClockQuality.RealTimeClock(Duration.ofDays(3)));
        assertThat(monday.quality().permitsRelease()).isTrue();
    }

    @Test
    void aBatteryClockThatWentByItselfForAMonthIsTooFarOffToDecideByIt() {
        look();
        reboot(Duration.ofDays(30));
        assertThat(look().quality().permitsRelease()).isFalse();
        assertThat(look().quality().permitsNow()).isFalse();
    }

    @Test
    void withoutABatteryARebootLeavesOnlyWhatWasWrittenDown() {
        server = true;
        look();
        server = false;
        battery = false;
        reboot(Duration.ofHours(8));
        wall("2026-03-03T09:00:40Z");
        Moment restored = look();
        assertThat(restored.quality()).isEqualTo(new ClockQuality.Restored(NINE));
        assertThat(restored.quality().permitsNow()).isFalse();
        assertThat(restored.now()).as("what the machine wrote down is a little later than what we did")
                .isEqualTo(NINE.plusSeconds(40));
        pass(Duration.ofMinutes(10));
        assertThat(look().now()).isEqualTo(NINE.plusSeconds(640));
    }

    @Test
    void theMachineWakesUpIn1970() {
        server = true;
        look();
        server = false;
        battery = false;
        reboot(Duration.ofHours(1));
        wall("1970-01-01T00:00:20Z");
        assertThat(look()).isEqualTo(new Moment(NINE, new ClockQuality.Restored(NINE)));
    }

    @Test
    void aMachineThatHasNeverKnownTheTimeSaysSo() {
        wall("1970-01-01T00:00:20Z");
        assertThat(look().quality()).isEqualTo(new ClockQuality.Bad());
        pass(Duration.ofMinutes(1));
        assertThat(look().quality()).isEqualTo(new ClockQuality.Bad());
    }

    @Test
    void aServerThatSaysWhatCannotBeIsNotBelieved() {
        server = true;
        wall("2019-04-07T00:00:00Z");
        assertThat(look().quality()).isEqualTo(new ClockQuality.Bad());
    }

    @Test
    void aClockSetAYearAheadIsNotFollowed() {
        look();
        pass(Duration.ofMinutes(1));
        wall("2027-03-03T09:00:00Z");
        assertThat(look()).isEqualTo(new Moment(truth, new ClockQuality.Bad()));
        wrongBy = Duration.ZERO;
        pass(Duration.ofMinutes(1));
        assertThat(look().quality()).as("set right again").isInstanceOf(ClockQuality.RealTimeClock.class);
    }

    @Test
    void aClockSetBackIsNotFollowedEither() {
        server = true;
        look();
        server = false;
        pass(Duration.ofMinutes(1));
        wall("1970-01-01T00:00:00Z");
        assertThat(look()).isEqualTo(new Moment(truth, new ClockQuality.Bad()));
    }

    @Test
    void aFingerThatSetsItByLessThanFiveMinutesChangesNothing() {
        server = true;
        look();
        server = false;
        pass(Duration.ofMinutes(10));
        wrongBy = Duration.ofMinutes(4);
        assertThat(look()).isEqualTo(new Moment(truth, new ClockQuality.HoldOver(Duration.ofMinutes(10))));
    }

    @Test
    void anAgentThatIsRestartedFindsTheStepThatHappenedMeanwhile() {
        server = true;
        look();
        server = false;
        pass(Duration.ofMinutes(2));
        wall("2027-03-03T09:00:00Z");
        assertThat(look()).as("the same run of the machine, the memory from the disk")
                .isEqualTo(new Moment(truth, new ClockQuality.Bad()));
    }

    @Test
    void aBatteryClockAYearAheadIsNotBelievedAfterAReboot() {
        look();
        reboot(Duration.ofMinutes(5));
        wall("2027-03-03T09:00:00Z");
        assertThat(look()).isEqualTo(new Moment(NINE, new ClockQuality.Restored(NINE)));
    }

    @Test
    void aBatteryThatIsEmptyIsNotBelieved() {
        look();
        reboot(Duration.ofDays(3));
        wall("2026-02-01T00:00:00Z");
        assertThat(look().quality()).as("earlier than what was known").isEqualTo(new ClockQuality.Restored(NINE));
    }

    @Test
    void onlyAServerMaySetTheTimeBack() {
        look();
        wrongBy = Duration.ofHours(-1);
        pass(Duration.ofMinutes(1));
        server = true;
        assertThat(look()).isEqualTo(Moment.synchronised(truth.minus(Duration.ofHours(1))));
    }
}
