package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.Backlight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;

/// A screen whose brightness is a file, below `/sys/class/backlight`.
final class KernelBacklight implements Backlight {

    private final Path device;

    KernelBacklight(Path device) {
        this.device = device;
    }

    /// A screen that is asked for some light is never left dark, however coarse its steps. How many steps it has is asked each
    /// time: another one may have been plugged in meanwhile.
    @Override
    public boolean shine(int percent) {
        try {
            int most = Integer.parseInt(Files.readString(device.resolve("max_brightness")).strip());
            if (most < 1) {
                return false;
            }
            int steps = percent == 0 ? 0 : Math.max(1, Math.round(most * percent / 100f));
            // Without CREATE: where the file is gone the screen is, and a file of ours would not light it.
            Files.writeString(device.resolve("brightness"), Integer.toString(steps), StandardOpenOption.WRITE,
                    StandardOpenOption.TRUNCATE_EXISTING);
            return true;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
