package dev.lintel.edge.time;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class RhythmTest {

    @Test
    void twoWaitsAreABeatEvenIfEachEndsAHairEarly() {
        Duration wait = Rhythm.USUAL.idle();
        assertThat(Rhythm.USUAL.isDue(wait)).isFalse();
        assertThat(Rhythm.USUAL.isDue(wait.multipliedBy(2))).isTrue();
        assertThat(Rhythm.USUAL.isDue(wait.multipliedBy(2).minusMillis(1))).isTrue();
        assertThat(Rhythm.USUAL.isDue(Duration.ofMillis(899))).isFalse();
    }

    @ParameterizedTest
    @ValueSource(longs = {-1_000, 0, 1})
    void aDoorThatWouldNeverRestIsRefused(long millis) {
        assertThatIllegalArgumentException().isThrownBy(() -> new Rhythm(Duration.ofMillis(millis)));
        assertThat(new Rhythm(Duration.ofMillis(2)).idle()).isPositive();
    }
}
