package dev.lintel.edge.wiring;

import java.nio.file.Path;
import java.time.LocalTime;
import java.util.Optional;

/// The touchscreen of this machine.
///
/// @param device name of its light below `/sys/class/backlight`, or [#SIMULATED]
/// @param touch the device that speaks when somebody touches it
/// @param nightFrom when it is dimmed, in the time of the site
/// @param percent of its full brightness at night
public record ScreenWire(String device, Optional<Path> touch, LocalTime nightFrom, LocalTime nightUntil, int percent) {

    /// A light that exists in memory only.
    private static final String SIMULATED = "simulated";

    public boolean simulated() {
        return device.equals(SIMULATED);
    }
}
