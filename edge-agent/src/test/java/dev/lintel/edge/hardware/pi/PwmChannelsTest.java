package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The links under `/sys/class/pwm`, as kernels of both boards lay them out.
@NullMarked
@SuppressWarnings("NullAway.Init")
class PwmChannelsTest {

    @TempDir
    Path machine;

    private void lists(String device, String name) throws Exception {
        Path real = Files.createDirectories(machine.resolve("devices").resolve(device).resolve("pwm").resolve(name));
        Files.createSymbolicLink(Files.createDirectories(machine.resolve("class")).resolve(name), real);
    }

    private int chip(String label) {
        return PwmChannels.of(label).chip(machine.resolve("class"));
    }

    @Test
    void onAPi5TheChipOfTheHeaderIsFoundBesideThatOfTheFanWhateverItsNumber() throws Exception {
        lists("axi/1000120000.pcie/1f0009c000.pwm", "pwmchip0");
        lists("axi/1000120000.pcie/1f00098000.pwm", "pwmchip2");
        assertThat(chip("pinctrl-rp1")).isEqualTo(2);
    }

    @Test
    void onAPi4ItIsTheOneOfTheHeaderAndNotTheOneOfTheHeadphones() throws Exception {
        lists("soc/fe20c800.pwm", "pwmchip0");
        lists("soc/fe20c000.pwm", "pwmchip1");
        assertThat(chip("pinctrl-bcm2711")).isEqualTo(1);
    }

    @Test
    void whereItIsNotListedTheFirstIsTriedAndWhoeverOpensItIsTold() throws Exception {
        assertThat(chip("pinctrl-rp1")).isZero();
        lists("axi/1000120000.pcie/1f0009c000.pwm", "pwmchip4");
        assertThat(chip("pinctrl-rp1")).isZero();
    }
}
