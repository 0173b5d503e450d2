package dev.lintel.edge.wiring;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads `lintel.expanders.<name>: mcp23017 i2c1 0x20`, before the sensors that hang on them.
final class ExpanderLines {

    static final String EXPANDERS = "lintel.expanders.";

    /// The chip has three address pins.
    private static final Pattern LINE = Pattern.compile("mcp23017 +i2c([0-9]{1,2}) +0x(2[0-7])");
    private static final Pattern INPUT = Pattern.compile("([a-z0-9-]+)\\.([0-9]{1,2})");
    private static final int INPUTS = 16;

    private record Chip(int bus, int address) {}

    private final PinBook pins;
    private final List<WiringReading.Fault> faults;
    private final Map<String, Chip> chips = new HashMap<>();

    ExpanderLines(PinBook pins, List<WiringReading.Fault> faults) {
        this.pins = pins;
        this.faults = faults;
    }

    void read(Collection<String> names, Function<String, Optional<String>> lookup) {
        names.stream().filter(name -> name.startsWith(EXPANDERS)).forEach(name -> {
            Matcher line = LINE.matcher(lookup.apply(name).map(String::strip).orElse(""));
            if (!line.matches()) {
                fault(name, "is not an expander.", "Write it as: mcp23017 i2c1 0x20 (up to 0x27)");
                return;
            }
            Chip chip = new Chip(Integer.parseInt(line.group(1)), Integer.parseInt(line.group(2), 16));
            pins.take(name, "address 0x" + line.group(2) + " of bus " + chip.bus())
                    .ifPresent(refused -> fault(name, refused.reason(), refused.fix()));
            chips.put(name.substring(EXPANDERS.length()), chip);
        });
    }

    /// Whether a word looks like an input of an expander.
    static boolean names(String word) {
        return INPUT.matcher(word).matches();
    }

    /// @param pull what was written, if anything was
    Optional<Source> source(String property, String word, Optional<Pull> pull, boolean activeLow) {
        Matcher parts = INPUT.matcher(word);
        if (!parts.matches()) {
            return Optional.empty();
        }
        Chip chip = chips.get(parts.group(1));
        int input = Integer.parseInt(parts.group(2));
        if (chip == null) {
            fault(property, "there is no expander \"" + parts.group(1) + "\".",
                    "Add lintel.expanders." + parts.group(1) + ", for example: mcp23017 i2c1 0x20");
            return Optional.empty();
        }
        if (input >= INPUTS) {
            fault(property, "an expander has no input " + input + ".", "Use 0 to 15: GPA0 to 7, then GPB0 to 7.");
            return Optional.empty();
        }
        if (pull.filter(way -> way == Pull.DOWN).isPresent()) {
            fault(property, "an MCP23017 cannot pull an input down.", "Use pull-up, or pull-off and a resistor outside.");
            return Optional.empty();
        }
        if (activeLow && pull.isEmpty()) {
            fault(property, "a broken wire would look like nobody, because an MCP23017 can only pull up.",
                    "Write pull-off and connect 10 kOhm to ground, or pull-up to accept it.");
            return Optional.empty();
        }
        Optional<PinBook.Refusal> taken = pins.take(property, "input " + input + " of " + parts.group(1));
        taken.ifPresent(refused -> fault(property, refused.reason(), refused.fix()));
        return taken.isEmpty()
                ? Optional.of(new Source.Expander(chip.bus(), chip.address(), input, pull.orElse(Pull.UP)))
                : Optional.empty();
    }

    private void fault(String property, String reason, String fix) {
        faults.add(new WiringReading.Fault(property, reason, fix));
    }
}
