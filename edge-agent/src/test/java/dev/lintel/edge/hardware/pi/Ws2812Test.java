package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.pi.FakeWs2812.Pulse;
import java.util.ArrayList;
import java.util.List;
import org.assertj.core.data.Offset;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// Reads the bytes of SPI the way a WS2812 hears the wire: how long it is high, how long it is low.
@NullMarked
class Ws2812Test {

    /// What the chain's own sheet allows around 400 and 850 ns.
    private static final Offset<Double> TOLERANCE = Offset.offset(150.0);

    @Test
    void everyPulseIsWithinWhatTheChainAllows() {
        List<Pulse> pulses = FakeWs2812
                .pulses(Ws2812.frame(List.of(new Colour(0xa5, 0x0f, 0x00), new Colour(0xff, 0x00, 0x81))));
        assertThat(pulses).hasSize(48);
        for (Pulse pulse : pulses.subList(0, 47)) {
            boolean one = pulse.highNanos() > 600;
            assertThat(pulse.highNanos()).isCloseTo(one ? 850.0 : 400.0, TOLERANCE);
            assertThat(pulse.lowNanos()).isCloseTo(one ? 400.0 : 850.0, TOLERANCE);
            assertThat(pulse.highNanos() + pulse.lowNanos()).isCloseTo(1_250.0, Offset.offset(1.0));
        }
        assertThat(pulses.getLast().lowNanos()).as("long enough low to be shown").isGreaterThan(300_000);
    }

    @Test
    void theChainTakesTheColoursThatWereMeant() {
        List<Colour> meant = List.of(new Colour(1, 2, 3), Colour.DARK, new Colour(255, 255, 255), new Colour(128, 64, 32));
        assertThat(FakeWs2812.taken(FakeWs2812.pulses(Ws2812.frame(meant)))).isEqualTo(meant);
    }

    @Test
    void aFrameBeginsLow() {
        assertThat(Ws2812.frame(List.of(new Colour(255, 255, 255)))).startsWith(0, 0);
    }

    @Test
    void theLongestChainFitsIntoOneTransfer() {
        List<Colour> all = new ArrayList<>();
        for (int led = 0; led < 440; led++) {
            all.add(Colour.DARK);
        }
        assertThat(Ws2812.frame(all)).hasSizeLessThanOrEqualTo(4_096);
    }
}
