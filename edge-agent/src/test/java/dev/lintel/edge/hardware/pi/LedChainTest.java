package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.hardware.StatusLightContract;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/// The stretch of one room on a chain that hears the wire bit by bit.
@NullMarked
class LedChainTest implements StatusLightContract {

    private final FakeWs2812 leds = new FakeWs2812(6);
    private final LedChain chain = new LedChain(leds::hear);

    /// The room's own two of six.
    @Override
    public Bench bench() {
        StatusLight before = chain.stretch(1, 2);
        StatusLight light = chain.stretch(3, 4);
        before.show(GREEN);
        return new Bench() {

            @Override
            public StatusLight light() {
                return light;
            }

            @Override
            public Colour seen() {
                assertThat(leds.shining(4)).as("both of its LEDs").isEqualTo(leds.shining(3));
                return leds.shining(3);
            }

            @Override
            public void powerLost() {
                leds.powerLost();
            }

            @Override
            public void close() {
                light.close();
            }
        };
    }

    @Test
    void neighboursOfOneChainKeepTheirOwnColours() {
        StatusLight aspen = chain.stretch(1, 2);
        StatusLight birch = chain.stretch(3, 6);
        aspen.show(RED);
        birch.show(GREEN);
        aspen.flush();
        aspen.close();
        assertThat(leds.shining(2)).isEqualTo(Colour.DARK);
        assertThat(leds.shining(3)).isEqualTo(GREEN);
        assertThat(leds.shining(6)).isEqualTo(GREEN);
    }
}
