package dev.lintel.edge.hardware.pi;

import dev.lintel.edge.hardware.Backlight;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/// A screen whose brightness is a file, below `/sys/class/backlight`.
final class KernelBacklight implements Backlight {

    private final Path device;

    KernelBacklight(Path device) {
        this.device = device;
    }

    /// A screen that is asked for some light is never left dark, however coarse its steps.
    @Override
    public boolean shine(int percent) {
        try {
            int most = Integer.parseInt(Files.readString(device.resolve("max_brightness")).strip());
            int steps = percent == 0 ? 0 : Math.max(1, Math.round(most * percent / 100f));
            Files.writeString(device.resolve("brightness"), Integer.toString(steps));
            return true;
        } catch (IOException | NumberFormatException e) {
            return false;
        }
    }
}
