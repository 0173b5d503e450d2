package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class GpioChipsTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path devices;

    private Optional<String> header(Map<String, String> labels) throws Exception {
        for (String name : labels.keySet()) {
            Files.createFile(devices.resolve(name));
        }
        return GpioChips.header(devices, chip -> Optional.ofNullable(labels.get(chip.getFileName().toString())))
                .map(GpioChips.Chip::name);
    }

    @Test
    void onAPi4TheChipOfTheHeaderIsFoundByItsLabel() throws Exception {
        assertThat(header(Map.of("gpiochip0", "pinctrl-bcm2711", "gpiochip1", "raspberrypi-exp-gpio"))).contains("gpiochip0");
    }

    @Test
    void onAPi5ItHasHadSeveralNumbers() throws Exception {
        assertThat(header(Map.of("gpiochip0", "gpio-brcmstb@107d508500", "gpiochip4", "pinctrl-rp1"))).contains("gpiochip4");
    }

    @Test
    void aMachineWithoutSuchAChipHasNoPins() throws Exception {
        assertThat(header(Map.of("gpiochip0", "INT33C7:00"))).isEmpty();
        assertThat(GpioChips.header(devices.resolve("nowhere"), chip -> Optional.empty())).isEmpty();
    }

    @Test
    void whatIsNoChipHasNoLabel() throws Exception {
        assertThat(ChipLabel.of(Files.createFile(devices.resolve("gpiochip9")))).isEmpty();
        assertThat(ChipLabel.of(devices.resolve("gone"))).isEmpty();
    }
}
