package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.Pins.Opened;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.hardware.StatusLightContract;
import dev.lintel.edge.wiring.LightWire;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/// Lights opened as the settings say, on Pi4J's mock of both boards.
@NullMarked
class PiLightContractTest {

    private static StatusLight open(MockPi pi, LightWire wire) {
        return ((Opened.Open<StatusLight>) pi.pins().light("aspen", wire)).part();
    }

    /// An LED of as many colours as there are pins, seen by how bright each is.
    private record Rgb(MockPi pi, StatusLight light, int pins) implements StatusLightContract.Bench {

        static Rgb on(MockPi pi, List<Integer> pins) {
            return new Rgb(pi, open(pi, new LightWire.Pwm(pins)), pins.size());
        }

        @Override
        public Colour seen() {
            return new Colour(part(0), part(1), pins > 2 ? part(2) : 0);
        }

        private int part(int channel) {
            return (int) Math.round(255 * pi.brightness("aspen", channel) / 100.0);
        }

        @Override
        public void powerLost() {
            // The pins are the machine's and go on; only the LED was dark.
        }

        @Override
        public void close() {
            pi.close();
        }
    }

    @Nested
    class TwoColoursOnAPi4 implements StatusLightContract {

        @Override
        public Bench bench() {
            return Rgb.on(new MockPi(), List.of(12, 13));
        }
    }

    @Nested
    class ThreeColoursOnAPi5 implements StatusLightContract {

        @Override
        public Bench bench() {
            return Rgb.on(new MockPi("pinctrl-rp1"), List.of(12, 13, 18));
        }

        @Test
        void blueIsTheThirdPin() {
            try (Bench bench = bench()) {
                bench.light().show(new Colour(0, 0, 255));
                bench.light().flush();
                assertThat(bench.seen()).isEqualTo(new Colour(0, 0, 255));
            }
        }
    }

    @Nested
    class AChainOnSpi implements StatusLightContract {

        @Override
        public Bench bench() {
            MockPi pi = new MockPi();
            FakeWs2812 leds = new FakeWs2812(3);
            StatusLight light = open(pi, new LightWire.Chain(2, 3));
            return new Bench() {

                @Override
                public StatusLight light() {
                    return light;
                }

                @Override
                public Colour seen() {
                    leds.hear(pi.sent());
                    return leds.shining(2);
                }

                @Override
                public void powerLost() {
                    leds.hear(pi.sent());
                    leds.powerLost();
                }

                @Override
                public void close() {
                    pi.close();
                }
            };
        }
    }
}
