package dev.lintel.edge.hardware.pi;

import java.io.IOException;
import java.nio.file.DirectoryStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;

/// Finds the chip whose lines are the header's pins. Its number is no guide: on a Pi 5 it has been 4, and 0 with later
/// kernels, while other chips took its place.
final class GpioChips {

    /// Pi 4 and its relatives (Compute Module 4, Pi 400); Pi 5 and its relatives.
    private static final Set<String> HEADERS = Set.of("pinctrl-bcm2711", "pinctrl-rp1");

    /// @param name such as `gpiochip0`
    record Chip(String name, String label) {}

    private GpioChips() {}

    /// That chip; empty on a machine without one.
    ///
    /// @param devices the folder of devices
    /// @param label asks a device for its label; empty where it may not be asked
    static Optional<Chip> header(Path devices, Function<Path, Optional<String>> label) {
        Set<Path> chips = new TreeSet<>();
        try (DirectoryStream<Path> found = Files.newDirectoryStream(devices, "gpiochip*")) {
            found.forEach(chips::add);
        } catch (IOException nothingThere) {
            return Optional.empty();
        }
        return chips.stream()
                .flatMap(chip -> label.apply(chip).map(says -> new Chip(chip.getFileName().toString(), says)).stream())
                .filter(chip -> HEADERS.contains(chip.label()))
                .findFirst();
    }
}
