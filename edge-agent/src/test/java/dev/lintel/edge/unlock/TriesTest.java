package dev.lintel.edge.unlock;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class TriesTest {

    private static final Instant NINE = Instant.parse("2026-03-03T09:00:00Z");

    private static Tries wrong(int times, Instant at) {
        Tries tries = Tries.NONE;
        for (int i = 0; i < times; i++) {
            tries = tries.wrongAgain(at);
        }
        return tries;
    }

    private static Duration pause(int times) {
        Instant until = wrong(times, NINE).lockedUntil(5, NINE);
        return until.isAfter(NINE) ? Duration.between(NINE, until) : Duration.ZERO;
    }

    @Test
    void afterFiveWrongTriesEachFurtherOneWaitsTwiceAsLongUpToAnHour() {
        assertThat(pause(4)).isZero();
        assertThat(pause(5)).isEqualTo(Duration.ofSeconds(30));
        assertThat(pause(6)).isEqualTo(Duration.ofMinutes(1));
        assertThat(pause(9)).isEqualTo(Duration.ofMinutes(8));
        assertThat(pause(12)).isEqualTo(Duration.ofHours(1));
        assertThat(pause(10_000)).as("nobody is shut out for ever").isEqualTo(Duration.ofHours(1));
    }

    @Test
    void eachHourForgivesOne() {
        Instant noon = NINE.plus(Duration.ofHours(3));
        assertThat(wrong(7, NINE).wrong(noon)).isEqualTo(4);
        assertThat(wrong(7, NINE).lockedUntil(5, noon)).isBefore(noon);
        assertThat(wrong(10_000, NINE).wrong(NINE.plus(Duration.ofDays(1)))).as("a night of trying").isZero();
    }

    @Test
    void aDoorWherePeopleMistypeSixTimesADayIsNeverLocked() {
        Tries tries = Tries.NONE;
        for (int slip = 0; slip < 6 * 30; slip++) {
            Instant at = NINE.plus(Duration.ofMinutes(80L * (slip % 6)).plusDays(slip / 6));
            assertThat(tries.lockedUntil(10, at)).isBefore(at);
            tries = tries.wrongAgain(at);
        }
    }

    @Test
    void whoNeverStopsGetsOneTryAnHour() {
        Tries tries = Tries.NONE;
        int made = 0;
        for (Instant at = NINE; at.isBefore(NINE.plus(Duration.ofDays(10))); at = at.plusSeconds(30)) {
            if (!tries.lockedUntil(5, at).isAfter(at)) {
                tries = tries.wrongAgain(at);
                made++;
            }
        }
        assertThat(made).isBetween(200, 10 * 24 + 15);
    }

    @Test
    void aClockThatIsSetBackShutsNobodyOutForLonger() {
        Instant earlier = NINE.minus(Duration.ofDays(400));
        Tries seen = wrong(5, NINE).seen(earlier);
        Instant until = seen.lockedUntil(5, earlier);
        assertThat(Duration.between(earlier, until)).isEqualTo(Duration.ofSeconds(30));
        Instant after = earlier.plusSeconds(31);
        assertThat(seen.seen(after).lockedUntil(5, after)).as("one pause later").isBefore(after);
    }
}
