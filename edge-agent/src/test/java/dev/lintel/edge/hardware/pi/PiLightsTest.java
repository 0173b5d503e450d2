package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.Pins.Opened;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.wiring.LightWire;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// Lights on Pi4J's mock of a Pi 4.
@NullMarked
class PiLightsTest {

    private static final Colour AMBER = new Colour(190, 105, 0);

    private final MockPi pi = new MockPi();

    @AfterEach
    void close() {
        pi.close();
    }

    private StatusLight open(String name, LightWire wire) {
        return ((Opened.Open<StatusLight>) pi.pins().light(name, wire)).part();
    }

    @Test
    void theLightsOfAChainLeaveInOneFrame() {
        StatusLight aspen = open("aspen", new LightWire.Chain(1, 2));
        StatusLight birch = open("birch", new LightWire.Chain(3, 3));
        aspen.show(AMBER);
        birch.show(Colour.DARK);
        aspen.flush();
        birch.flush();
        assertThat(pi.sent()).isEqualTo(Ws2812.frame(List.of(AMBER, AMBER, Colour.DARK)));
    }

    @Test
    void aLightThatIsLetGoIsDark() {
        StatusLight aspen = open("aspen", new LightWire.Chain(1, 1));
        aspen.show(AMBER);
        aspen.flush();
        pi.sent();
        aspen.close();
        assertThat(pi.sent()).isEqualTo(Ws2812.frame(List.of(Colour.DARK)));
    }

    @Test
    void theBrightnessOfAPinFollowsTheEye() {
        StatusLight aspen = open("aspen", new LightWire.Pwm(List.of(12, 13)));
        aspen.show(AMBER);
        aspen.flush();
        assertThat(pi.brightness("aspen", 0)).isEqualTo(52);
        assertThat(pi.brightness("aspen", 1)).isEqualTo(14);
        aspen.close();
        assertThat(pi.brightness("aspen", 0)).isZero();
        assertThat(pi.brightness("aspen", 1)).isZero();
    }

    @Test
    void onABusThatFailsEveryLightOfTheChainFails() {
        LedChain chain = new LedChain(_ -> {
            throw new IllegalStateException("no bus");
        });
        List<StatusLight> lights = List.of(chain.stretch(1, 2), chain.stretch(3, 3));
        lights.forEach(light -> light.show(AMBER));
        assertThat(lights).allSatisfy(
                light -> assertThatThrownBy(light::flush).isInstanceOf(IllegalStateException.class));
    }

    @Test
    void aLightThatIsRefusedLeavesItsPinsToOthers() {
        assertThat(pi.pins().light("aspen", new LightWire.Pwm(List.of(12, 13, 18)))).isInstanceOf(Opened.Refused.class);
        assertThat(pi.pins().light("birch", new LightWire.Pwm(List.of(12, 13)))).isInstanceOf(Opened.Open.class);
    }

    @Test
    void aPi4HasOneChannelForTwoPins() {
        assertThat(pi.pins().light("aspen", new LightWire.Pwm(List.of(12, 13, 18))))
                .satisfies(refused -> assertThat(((Opened.Refused<?>) refused).reason()).contains("GPIO18"));
        assertThat(PwmChannels.of("pinctrl-rp1").of(18)).contains(2);
    }
}
