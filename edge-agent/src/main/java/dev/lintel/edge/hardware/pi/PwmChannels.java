package dev.lintel.edge.hardware.pi;

import java.io.IOException;
import java.nio.file.DirectoryIteratorException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.StreamSupport;

/// Which channel sets the brightness of which pin: two channels on a Pi 4, each for two pins, and four on a Pi 5.
///
/// @param device what the kernel calls the controller of the header's channels
record PwmChannels(String device, Map<Integer, Integer> byPin) {

    private static final PwmChannels PI_4 = new PwmChannels("fe20c000.pwm", Map.of(12, 0, 18, 0, 13, 1, 19, 1));
    private static final PwmChannels PI_5 = new PwmChannels("1f00098000.pwm", Map.of(12, 0, 13, 1, 18, 2, 19, 3));

    PwmChannels {
        byPin = Map.copyOf(byPin);
    }

    /// @param label of the chip of the header's pins
    static PwmChannels of(String label) {
        return label.equals("pinctrl-rp1") ? PI_5 : PI_4;
    }

    Optional<Integer> of(int pin) {
        return Optional.ofNullable(byPin.get(pin));
    }

    /// The number under which the kernel lists it. Numbers have moved: on a Pi 5 it has been 2, and 0 with later kernels,
    /// beside the chip of the fan. 0 where it is not listed, so that whoever opens it is told what is missing.
    ///
    /// @param listed the folder with a link for each chip
    int chip(Path listed) {
        Set<Path> chips = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(listed, "pwmchip*")) {
            found.forEach(chips::add);
        } catch (IOException | DirectoryIteratorException nothingThere) {
            return 0;
        }
        return chips.stream()
                .filter(this::isOurs)
                .findFirst()
                .map(chip -> Integer.parseInt(chip.getFileName().toString().substring("pwmchip".length())))
                .orElse(0);
    }

    private boolean isOurs(Path chip) {
        try {
            Path real = chip.toRealPath();
            return real.getFileName().toString().matches("pwmchip\\d+")
                    && StreamSupport.stream(real.spliterator(), false).anyMatch(part -> part.toString().equals(device));
        } catch (IOException gone) {
            return false;
        }
    }
}
