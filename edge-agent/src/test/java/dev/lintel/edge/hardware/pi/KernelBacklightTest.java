package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class KernelBacklightTest {

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path device;

    private String shining(int most, int percent) throws Exception {
        Files.writeString(device.resolve("max_brightness"), most + "\n");
        Files.writeString(device.resolve("brightness"), most + "\n");
        assertThat(new KernelBacklight(device).shine(percent)).isTrue();
        return Files.readString(device.resolve("brightness"));
    }

    @Test
    void stepsAreThoseOfTheScreen() throws Exception {
        assertThat(shining(255, 100)).isEqualTo("255");
        assertThat(shining(255, 15)).isEqualTo("38");
        assertThat(shining(31, 15)).isEqualTo("5");
    }

    @Test
    void aCoarseScreenIsNotLeftDark() throws Exception {
        assertThat(shining(1, 15)).isEqualTo("1");
        assertThat(shining(255, 0)).isEqualTo("0");
    }

    @Test
    void aScreenThatIsNotThereTakesNothing() {
        assertThat(new KernelBacklight(device.resolve("gone")).shine(50)).isFalse();
    }
}
