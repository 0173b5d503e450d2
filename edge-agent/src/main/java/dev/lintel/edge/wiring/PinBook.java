package dev.lintel.edge.wiring;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.IntStream;

/// Who has which pin, while settings are read.
final class PinBook {

    /// The only pins whose brightness the machine can set.
    private static final Set<Integer> PWM = Set.of(12, 13, 18, 19);

    private final Map<String, String> taken = new HashMap<>();

    /// A reason and a remedy.
    record Refusal(String reason, String fix) {}

    Optional<Refusal> pin(String property, int pin) {
        if (!Header.has(pin)) {
            return refusal("there is no GPIO" + pin + ".", "Use a BCM number from 4 to 27, not the place on the header.");
        }
        Optional<String> reserved = Header.reserved(pin);
        return reserved.isPresent()
                ? refusal("GPIO" + pin + " " + reserved.get() + ".", "Use another pin, for example GPIO17.")
                : take(property, "GPIO" + pin);
    }

    Optional<Refusal> pwm(String property, int pin) {
        return PWM.contains(pin)
                ? take(property, "GPIO" + pin)
                : refusal("the brightness of GPIO" + pin + " cannot be set.", "Use GPIO12, 13, 18 or 19.");
    }

    /// The chain has the data pin; the others come with it.
    List<Refusal> spi(String chain) {
        return IntStream.rangeClosed(7, 11).mapToObj(pin -> take(chain, "GPIO" + pin)).flatMap(Optional::stream).toList();
    }

    /// Something that only one can have.
    Optional<Refusal> take(String property, String what) {
        String other = taken.putIfAbsent(what, property);
        return other == null || other.equals(property)
                ? Optional.empty()
                : refusal(what + " is taken by " + other + ".", "Connect one of them elsewhere.");
    }

    private static Optional<Refusal> refusal(String reason, String fix) {
        return Optional.of(new Refusal(reason, fix));
    }
}
