package dev.lintel.provisioning.world.ground;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class TimelineTest {

    private final Timeline time = new Timeline();

    @Test
    void aWorldThatGoesRoundAndRoundIsStopped() {
        roundAndRound(0);
        assertThatThrownBy(() -> time.runTo(1_000)).isInstanceOf(Timeline.Restless.class)
                .hasMessageContaining("within the hour of 2026-03-02T00:00:00Z");
    }

    @Test
    void aBusyWeekIsNotStopped() {
        AtomicLong happened = new AtomicLong();
        for (long second = 0; second < 7 * 24 * 3_600; second++) {
            time.at(second * 1_000, happened::incrementAndGet);
        }
        time.runTo(7 * 24 * 3_600_000L);
        assertThat(happened).hasValue(7 * 24 * 3_600);
    }

    private void roundAndRound(long after) {
        time.afterMillis(after, () -> roundAndRound(0));
    }
}
