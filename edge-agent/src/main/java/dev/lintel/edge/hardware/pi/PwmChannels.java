package dev.lintel.edge.hardware.pi;

import java.util.Map;
import java.util.Optional;

/// Which channel sets the brightness of which pin: two channels on a Pi 4, each for two pins, and four on a Pi 5.
///
/// @param chip number of the PWM chip under which the kernel lists the header's channels
record PwmChannels(int chip, Map<Integer, Integer> byPin) {

    private static final PwmChannels PI_4 = new PwmChannels(0, Map.of(12, 0, 18, 0, 13, 1, 19, 1));
    private static final PwmChannels PI_5 = new PwmChannels(0, Map.of(12, 0, 13, 1, 18, 2, 19, 3));

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
}
