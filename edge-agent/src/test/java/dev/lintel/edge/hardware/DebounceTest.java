package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Stories of one input, in milliseconds of a clock that only runs.
@NullMarked
class DebounceTest {

    private final Debounce debounce = new Debounce();
    private final List<String> said = new ArrayList<>();

    private void note(Optional<Debounce.Change> change) {
        change.ifPresent(each -> said
                .add((each.active() ? "on" : "off") + " since " + TimeUnit.NANOSECONDS.toMillis(each.sinceNanos())));
    }

    private void level(boolean level, long... atMillis) {
        for (long at : atMillis) {
            note(debounce.level(level, TimeUnit.MILLISECONDS.toNanos(at)));
        }
    }

    private void pass(long untilMillis) {
        note(debounce.at(TimeUnit.MILLISECONDS.toNanos(untilMillis)));
    }

    @Test
    void aStateCountsOnceItHasLastedFromWhenItBegan() {
        level(false, 0);
        pass(49);
        assertThat(said).isEmpty();
        pass(50);
        level(true, 1_000);
        pass(1_049);
        pass(1_050);
        assertThat(said).containsExactly("off since 0", "on since 1000");
    }

    @Test
    void bouncesAreOneChange() {
        level(false, 0);
        pass(100);
        for (int bounce = 0; bounce < 6; bounce++) {
            level(bounce % 2 == 0, 1_000 + bounce * 3);
        }
        level(true, 1_018);
        pass(1_100);
        assertThat(said).containsExactly("off since 0", "on since 1018");
    }

    @Test
    void aSpikeIsNothing() {
        level(false, 0);
        pass(100);
        level(true, 1_000);
        level(false, 1_020);
        pass(1_200);
        assertThat(said).containsExactly("off since 0");
    }

    @Test
    void whoLooksLateFindsWhatHadLasted() {
        level(false, 0);
        level(true, 500);
        level(false, 900);
        pass(1_000);
        assertThat(said).containsExactly("off since 0", "on since 500", "off since 900");
    }

    /// An input that is torn to and fro a hundred times a second is not quiet, whatever it was before.
    @Test
    void whatNeverComesToRestIsSaidToChangeAllTheTime() {
        level(false, 0);
        pass(100);
        for (int i = 0; i < 300; i++) {
            level(i % 2 == 0, 1_000 + i * 10);
        }
        assertThat(said).hasSizeGreaterThanOrEqualTo(5).startsWith("off since 0", "on since 1500", "off since 2000");
    }

    @Test
    void afterALossTheFirstStateCountsAnew() {
        level(true, 0);
        pass(60);
        debounce.lost();
        level(true, 5_000);
        pass(5_060);
        assertThat(said).containsExactly("on since 0", "on since 5000");
    }

    @Test
    void theClockMayWrapRound() {
        long late = Long.MAX_VALUE - TimeUnit.MILLISECONDS.toNanos(20);
        debounce.level(true, late);
        assertThat(debounce.at(late + TimeUnit.MILLISECONDS.toNanos(40))).isEmpty();
        assertThat(debounce.at(late + TimeUnit.MILLISECONDS.toNanos(60))).isPresent();
    }
}
