package dev.lintel.edge.wiring;

import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `lintel.backlight.device`, `.night` and `.touch`.
final class ScreenLines {

    private static final Pattern NIGHT = Pattern.compile("([0-9:]{5})-([0-9:]{5}) +([0-9]{1,3})%");
    private static final int FULL = 100;
    private static final String HOW_TO_NAME = "Name the light as /sys/class/backlight lists it, or simulated.";

    private final Function<String, Optional<String>> lookup;
    private final List<WiringReading.Fault> faults;

    ScreenLines(Function<String, Optional<String>> lookup, List<WiringReading.Fault> faults) {
        this.lookup = lookup;
        this.faults = faults;
    }

    Optional<ScreenWire> read() {
        Optional<String> device = text("lintel.backlight.device");
        Optional<Path> touch = text("lintel.backlight.touch").flatMap(this::path);
        ScreenWire night = night(text("lintel.backlight.night").orElse("22:00-06:00 15%"));
        if (device.isEmpty()) {
            touch.ifPresent(_ -> fault("lintel.backlight.device", "is not set, but a touchscreen is.", HOW_TO_NAME));
            return Optional.empty();
        }
        if (!device.get().matches("[A-Za-z0-9_.-]+")) {
            fault("lintel.backlight.device", "\"" + device.get() + "\" is no name of a device.", HOW_TO_NAME);
        }
        if (night.percent() == 0 && touch.isEmpty()) {
            fault("lintel.backlight.night", "leaves the screen dark until morning: nothing wakes it.",
                    "Name the touchscreen as lintel.backlight.touch, or leave it 5 %.");
        }
        return Optional.of(new ScreenWire(device.get(), touch, night.nightFrom(), night.nightUntil(), night.percent()));
    }

    private ScreenWire night(String text) {
        Matcher parts = NIGHT.matcher(text);
        if (parts.matches()) {
            try {
                int percent = Integer.parseInt(parts.group(3));
                if (percent <= FULL) {
                    return new ScreenWire("", Optional.empty(), LocalTime.parse(parts.group(1)),
                            LocalTime.parse(parts.group(2)), percent);
                }
            } catch (DateTimeException notATime) {
                // Reported below with what has another form.
            }
        }
        fault("lintel.backlight.night", "\"" + text + "\" is no night.", "Write it as 22:00-06:00 15%");
        return new ScreenWire("", Optional.empty(), LocalTime.MIN, LocalTime.MIN, FULL);
    }

    private Optional<Path> path(String text) {
        try {
            return Optional.of(Path.of(text));
        } catch (InvalidPathException notAPath) {
            fault("lintel.backlight.touch", "\"" + text + "\" is not a path.", "Name a device below /dev/input.");
            return Optional.empty();
        }
    }

    private Optional<String> text(String property) {
        return lookup.apply(property).map(String::strip).filter(text -> !text.isEmpty());
    }

    private void fault(String property, String reason, String fix) {
        faults.add(new WiringReading.Fault(property, reason, fix));
    }
}
