package dev.lintel.edge.hardware.pi;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.hardware.Backlight;
import dev.lintel.edge.hardware.BacklightContract;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The files of a screen below `/sys/class/backlight`, in a folder of the test.
@NullMarked
class KernelBacklightTest {

    /// A screen of so many steps.
    private record Screen(Path device, int steps) implements BacklightContract.Bench {

        static Screen of(Path folder, int steps) {
            Screen screen = new Screen(folder.resolve("10-0045"), steps);
            screen.comeBack();
            return screen;
        }

        void put(String file, String text) {
            try {
                Files.createDirectories(device);
                Files.writeString(device.resolve(file), text);
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Backlight light() {
            return new KernelBacklight(device);
        }

        /// While the file is being written it is empty for a moment, and the screen is as it was before.
        @Override
        public double shining() {
            try {
                String told = Files.readString(device.resolve("brightness")).strip();
                return told.isEmpty() ? -1 : Integer.parseInt(told) / (double) steps;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void vanish() {
            try {
                Files.delete(device.resolve("brightness"));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public void comeBack() {
            put("max_brightness", steps + "\n");
            put("brightness", steps + "\n");
        }
    }

    @Nested
    class OfTheOfficialTouchscreen implements BacklightContract {

        @Override
        public Bench bench(Path folder) {
            return Screen.of(folder, 255);
        }
    }

    @Nested
    class OfFewSteps implements BacklightContract {

        @Override
        public Bench bench(Path folder) {
            return Screen.of(folder, 7);
        }
    }

    @Nested
    class ThatIsOnOrOff implements BacklightContract {

        @Override
        public Bench bench(Path folder) {
            return Screen.of(folder, 1);
        }
    }

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private boolean takes(String most) {
        Screen screen = Screen.of(folder, 255);
        screen.put("max_brightness", most);
        return screen.light().shine(50);
    }

    @Test
    void howBrightItCanBeIsAskedOfTheScreenEachTime() {
        Screen screen = Screen.of(folder, 255);
        Backlight light = screen.light();
        assertThat(light.shine(20)).isTrue();
        assertThat(screen.shining()).isEqualTo(51 / 255.0);
        screen.put("max_brightness", "31\n");
        assertThat(light.shine(100)).isTrue();
        assertThat(screen.shining()).as("of another screen, plugged in meanwhile").isEqualTo(31 / 255.0);
    }

    @Test
    void whatIsNoBrightnessIsNotReckonedWith() {
        assertThat(takes("100\n")).isTrue();
        for (String most : new String[]{"", "\n", "0\n", "-1\n", "bright\n", "99999999999999\n"}) {
            assertThat(takes(most)).as("at most %s", most.strip()).isFalse();
        }
        assertThat(Screen.of(folder, 255).shining()).isEqualTo(1);
    }

    /// As for a user who is not in the group that the udev rule names. A folder refuses also whoever may write everything.
    @Test
    void aFileThatRefusesToBeWrittenIsSaid() throws Exception {
        Screen screen = Screen.of(folder, 255);
        screen.vanish();
        Files.createDirectory(screen.device().resolve("brightness"));
        assertThat(screen.light().shine(50)).isFalse();
    }

    @Test
    void aScreenThatWasNeverThereTakesNothingAndNothingIsMade() {
        assertThat(new KernelBacklight(folder.resolve("gone")).shine(50)).isFalse();
        Screen screen = Screen.of(folder, 255);
        screen.vanish();
        assertThat(screen.light().shine(50)).isFalse();
        assertThat(screen.device().resolve("brightness")).doesNotExist();
    }
}
