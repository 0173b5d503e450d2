package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.LocalTime;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@NullMarked
class DimmingTest {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            22:00 | 06:00 | 21:59 | 3600 | 100
            22:00 | 06:00 | 22:00 | 3600 | 15
            22:00 | 06:00 | 03:00 | 3600 | 15
            22:00 | 06:00 | 06:00 | 3600 | 100
            22:00 | 06:00 | 03:00 | 0    | 100
            22:00 | 06:00 | 03:00 | 44   | 100
            22:00 | 06:00 | 03:00 | 45   | 15
            01:00 | 05:00 | 00:59 | 3600 | 100
            01:00 | 05:00 | 04:59 | 3600 | 15
            00:00 | 00:00 | 03:00 | 3600 | 100
            """)
    void aScreenIsWeakAtNightUnlessSomebodyStandsBeforeIt(LocalTime from, LocalTime until, LocalTime now,
            int secondsSinceTouch, int percent) {
        assertThat(new Dimming(from, until, 15).at(now, Duration.ofSeconds(secondsSinceTouch), true)).isEqualTo(percent);
    }

    @ParameterizedTest
    @CsvSource({"0, true, 0", "0, false, 5", "4, false, 5", "5, false, 5", "15, false, 15", "100, false, 100"})
    void aScreenThatNothingWakesIsNeverQuiteDark(int percent, boolean wakes, int shines) {
        LocalTime three = LocalTime.of(3, 0);
        assertThat(new Dimming(LocalTime.of(22, 0), LocalTime.of(6, 0), percent).at(three, Duration.ofHours(1), wakes))
                .isEqualTo(shines);
    }
}
