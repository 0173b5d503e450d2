package dev.lintel.edge.hardware;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

@NullMarked
class GlowTest {

    /// Eight seconds of a signal, in steps of 40 ms: how bright it is beside its brightest.
    private static List<Double> eightSeconds(Signal signal) {
        List<Integer> bright = IntStream.range(0, 200)
                .mapToObj(step -> Glow.of(signal, TimeUnit.MILLISECONDS.toNanos(step * 40L)))
                .map(colour -> colour.red() + colour.green() + colour.blue())
                .toList();
        int most = bright.stream().mapToInt(Integer::intValue).max().orElseThrow();
        return bright.stream().map(each -> most == 0 ? 0 : each / (double) most).toList();
    }

    private static long turns(List<Double> brightness) {
        return IntStream.range(1, brightness.size() - 1)
                .filter(i -> brightness.get(i) < brightness.get(i - 1) && brightness.get(i) <= brightness.get(i + 1))
                .count();
    }

    @ParameterizedTest
    @CsvSource({"FREE, 0, 1.0", "CHECK_IN, 2, 0.2", "BUSY, 8, 0.5"})
    void whoSeesNoColoursTellsThemByTheirRhythm(Signal signal, long pulsesInEightSeconds, double darkest) {
        List<Double> brightness = eightSeconds(signal);
        assertThat(turns(brightness)).isEqualTo(pulsesInEightSeconds);
        assertThat(brightness.stream().min(Double::compare).orElseThrow()).isBetween(darkest - 0.03, darkest + 0.03);
        assertThat(brightness.getFirst()).as("a change begins bright").isEqualTo(1.0);
    }

    @Test
    void closedIsDark() {
        assertThat(eightSeconds(Signal.CLOSED)).containsOnly(0.0);
    }

    @ParameterizedTest
    @EnumSource
    void noTwoSignalsShareAColour(Signal signal) {
        assertThat(Arrays.stream(Signal.values()).filter(other -> other != signal).map(other -> Glow.of(other, 0)))
                .doesNotContain(Glow.of(signal, 0));
    }
}
