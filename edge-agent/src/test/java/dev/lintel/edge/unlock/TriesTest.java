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
    void aDayWithoutAWrongTryForgetsThem() {
        Instant tomorrow = NINE.plus(Duration.ofDays(1)).plusSeconds(1);
        assertThat(wrong(40, NINE).lockedUntil(5, tomorrow)).isBefore(tomorrow);
        assertThat(wrong(40, NINE).wrongAgain(tomorrow).wrong()).isEqualTo(1);
    }

    @Test
    void aClockThatIsSetBackShutsNobodyOutForLonger() {
        Instant earlier = NINE.minus(Duration.ofDays(400));
        assertThat(Duration.between(earlier, wrong(5, NINE).lockedUntil(5, earlier))).isEqualTo(Duration.ofSeconds(30));
    }
}
