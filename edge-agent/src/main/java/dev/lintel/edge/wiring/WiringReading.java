package dev.lintel.edge.wiring;

import dev.lintel.protocol.presence.Technology;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// Reads what is connected, and collects every fault.
///
/// ```
/// lintel.rooms.aspen.space = Aspen                       (the key itself, where it is left out)
/// lintel.rooms.aspen.sensors.ceiling = pir gpio17
/// lintel.rooms.aspen.sensors.table = radar gpio27 pull-down
/// lintel.rooms.aspen.sensors.door = door-contact gpio22
/// lintel.rooms.aspen.light = ws2812 1-8
/// lintel.expanders.main = mcp23017 i2c1 0x20
/// lintel.rooms.birch.sensors.ceiling = pir main.5
/// ```
public final class WiringReading {

    /// Everything under it is about one room.
    static final String ROOMS = "lintel.rooms.";
    /// Settings with one name each.
    public static final List<String> NAMES = List.of("lintel.backlight.device", "lintel.backlight.night",
            "lintel.backlight.touch", "lintel.presence.script", "lintel.presence.rehearsal");

    private static final String WORD = "[a-z0-9][a-z0-9-]{0,39}";
    private static final Pattern ROOM = Pattern.compile("lintel\\.rooms\\.([^.]*)\\.(.+)");
    private static final Pattern GPIO = Pattern.compile("gpio([0-9]{1,3})");
    private static final int SENSORS_PER_ROOM = 8;

    /// One setting that is wrong, why, and what to do.
    public record Fault(String property, String reason, String fix) {}

    /// The wiring as far as it can be read, and everything that is wrong with it.
    ///
    /// @param wiring only to be used where there are no faults
    public record Outcome(Wiring wiring, List<Fault> faults) {

        public Outcome {
            faults = List.copyOf(faults);
        }
    }

    private static final class Draft {

        private Optional<String> space = Optional.empty();
        private final List<SensorWire> sensors = new ArrayList<>();
        private Optional<LightWire> light = Optional.empty();
        private ReleaseMode release = ReleaseMode.ON;
    }

    private final Function<String, Optional<String>> lookup;
    private final List<Fault> faults = new ArrayList<>();
    private final Map<String, Draft> rooms = new LinkedHashMap<>();
    private final PinBook pins = new PinBook();
    private final LightLine lights = new LightLine(pins);
    private final ExpanderLines expanders = new ExpanderLines(pins, faults);

    private WiringReading(Function<String, Optional<String>> lookup) {
        this.lookup = lookup;
    }

    /// Whether a setting of that name is read here.
    public static boolean reads(String name) {
        return name.startsWith(ROOMS) || name.startsWith(ExpanderLines.EXPANDERS);
    }

    /// @param names of the settings that were made, in their order; those of other things are passed over
    /// @param lookup of a setting's text
    public static Outcome read(Collection<String> names, Function<String, Optional<String>> lookup) {
        WiringReading reading = new WiringReading(lookup);
        reading.expanders.read(names, lookup);
        names.stream().filter(name -> name.startsWith(ROOMS)).forEach(reading::room);
        return new Outcome(reading.wiring(), reading.faults);
    }

    private Wiring wiring() {
        Map<String, String> spaces = new HashMap<>();
        List<Wiring.Room> all = new ArrayList<>();
        rooms.forEach((key, draft) -> {
            String space = draft.space.orElse(key);
            String other = spaces.putIfAbsent(space.toLowerCase(Locale.ROOT), key);
            if (other != null) {
                fault(ROOMS + key + ".space", "\"" + space + "\" is the space of lintel.rooms." + other + " as well.",
                        "Write all that belongs to one space under one room.");
            }
            if (draft.sensors.size() > SENSORS_PER_ROOM) {
                fault(ROOMS + key + ".sensors", "has " + draft.sensors.size() + " sensors; a room has at most "
                        + SENSORS_PER_ROOM + ".", "Leave some out; two of different kinds are enough.");
            }
            agreeing(key, draft.sensors);
            all.add(new Wiring.Room(key, space, draft.sensors, draft.light, draft.release));
        });
        return new Wiring(all, new ScreenLines(lookup, faults).read(), script(), simulated(all), rehearsal(all));
    }

    /// A sensor that exists in memory would agree with a real one that nobody is there, and of the two kinds that a release
    /// takes one would be made up.
    private void agreeing(String key, List<SensorWire> sensors) {
        Optional<SensorWire> real = sensors.stream().filter(WiringReading::real).findFirst();
        Optional<SensorWire> simulated = sensors.stream().filter(wire -> !real(wire)).findFirst();
        if (real.isPresent() && simulated.isPresent()) {
            String property = ROOMS + key + ".sensors.";
            fault(property + simulated.get().name(), "is simulated, and " + property + real.get().name() + " is not.",
                    "Simulate all sensors of a room, or none.");
        }
    }

    private static boolean real(SensorWire wire) {
        return wire.source() instanceof Source.Wired;
    }

    /// A room that is real and has no sensors yet would get some that see nobody, and be given back.
    private boolean simulated(List<Wiring.Room> all) {
        String property = "lintel.presence.simulated";
        boolean simulated = lookup.apply(property).map(String::strip).filter("true"::equals).isPresent();
        if (simulated) {
            all.forEach(room -> room.sensors()
                    .stream()
                    .filter(WiringReading::real)
                    .forEach(wire -> fault(property, "gives rooms sensors that see nobody, and lintel.rooms." + room.key()
                            + ".sensors." + wire.name() + " is real.",
                            "Leave it out: it is for machines on which nothing is real.")));
        }
        return simulated;
    }

    /// What is watched in a hurry is given back in a hurry, so nobody may be able to sit in it.
    private boolean rehearsal(List<Wiring.Room> all) {
        String property = "lintel.presence.rehearsal";
        String text = lookup.apply(property).map(String::strip).filter(word -> !word.isEmpty()).orElse("false");
        if (!text.equals("true") && !text.equals("false")) {
            fault(property, "\"" + text + "\" is neither true nor false.", "Leave it out, but for a demo.");
        }
        if (text.equals("true")) {
            all.forEach(room -> room.sensors()
                    .stream()
                    .filter(wire -> !(wire.source() instanceof Source.Simulated))
                    .forEach(wire -> fault(property, "is for simulated sensors, and lintel.rooms." + room.key() + ".sensors."
                            + wire.name() + " is none.", "Leave it out: people in real rooms need their minutes.")));
        }
        return text.equals("true");
    }

    private Optional<Path> script() {
        return lookup.apply("lintel.presence.script").map(String::strip).filter(text -> !text.isEmpty()).flatMap(text -> {
            try {
                return Optional.of(Path.of(text));
            } catch (InvalidPathException notAPath) {
                fault("lintel.presence.script", "\"" + text + "\" is not a path.", "Name a file of scenes.");
                return Optional.empty();
            }
        });
    }

    private void room(String property) {
        Matcher parts = ROOM.matcher(property);
        if (!parts.matches() || !parts.group(1).matches(WORD)) {
            fault(property, "names no room.", "Write lintel.rooms.<room>.sensors.<sensor>, with small letters, digits and -.");
            return;
        }
        Draft draft = rooms.computeIfAbsent(parts.group(1), key -> new Draft());
        String what = parts.group(2);
        String text = lookup.apply(property).map(String::strip).orElse("");
        if (what.equals("space")) {
            draft.space = Optional.of(text).filter(name -> !name.isEmpty());
        } else if (what.matches("sensors\\." + WORD)) {
            sensor(property, what.substring("sensors.".length()), text).ifPresent(draft.sensors::add);
        } else if (what.equals("light")) {
            draft.light = light(property, text);
        } else if (what.equals("release")) {
            draft.release = ReleaseMode.of(text).orElseGet(() -> {
                fault(property, "\"" + text + "\" says not what becomes of the room.", "Use on, shadow or off.");
                return ReleaseMode.OFF;
            });
        } else {
            fault(property, "is not a setting of a room.", "A room has space, light, release, and sensors.<name>.");
        }
    }

    private Optional<SensorWire> sensor(String property, String name, String text) {
        List<String> words = List.of(text.split("\\s+"));
        Optional<Technology> technology = technology(words.getFirst());
        if (technology.isEmpty()) {
            fault(property, "\"" + words.getFirst() + "\" is not a kind of sensor.", "Use pir, radar or door-contact.");
        }
        if (words.size() < 2) {
            fault(property, "does not say where the sensor is connected.", "Write it as: pir gpio17");
            return Optional.empty();
        }
        Optional<Pull> pull = Optional.empty();
        boolean activeLow = false;
        for (String word : words.subList(2, words.size())) {
            if (word.equals("active-low")) {
                activeLow = true;
            } else if (Pull.of(word).isPresent() && pull.isEmpty()) {
                pull = Pull.of(word);
            } else {
                fault(property, "\"" + word + "\" is not understood.", "After the pin, pull-up, pull-down or pull-off, and"
                        + " active-low may stand.");
            }
        }
        Optional<Source> source = source(property, words.get(1), pull, activeLow);
        boolean low = activeLow;
        return technology.flatMap(kind -> source.map(where -> new SensorWire(name, kind, where, low)));
    }

    private static Optional<Technology> technology(String word) {
        return switch (word) {
            case "pir" -> Optional.of(Technology.PIR);
            case "radar" -> Optional.of(Technology.RADAR);
            case "door-contact" -> Optional.of(Technology.DOOR_CONTACT);
            default -> Optional.empty();
        };
    }

    private Optional<Source> source(String property, String word, Optional<Pull> pull, boolean activeLow) {
        if (word.equals("simulated")) {
            return Optional.of(new Source.Simulated());
        }
        Matcher gpio = GPIO.matcher(word);
        if (gpio.matches()) {
            int pin = Integer.parseInt(gpio.group(1));
            Optional<PinBook.Refusal> refused = pins.pin(property, pin);
            refused.ifPresent(each -> fault(property, each.reason(), each.fix()));
            return refused.isEmpty()
                    ? Optional.of(new Source.Gpio(pin, pull.orElse(activeLow ? Pull.DOWN : Pull.UP)))
                    : Optional.empty();
        }
        if (ExpanderLines.names(word)) {
            return expanders.source(property, word, pull, activeLow);
        }
        fault(property, "\"" + word + "\" is no place to connect a sensor to.", "Use gpio and a BCM number, as gpio17, an"
                + " input of an expander, as main.5, or simulated.");
        return Optional.empty();
    }

    private Optional<LightWire> light(String property, String text) {
        return switch (lights.read(property, text)) {
            case LightLine.Read.Good(LightWire light) -> Optional.of(light);
            case LightLine.Read.Bad(List<PinBook.Refusal> refusals) -> {
                refusals.forEach(each -> fault(property, each.reason(), each.fix()));
                yield Optional.empty();
            }
        };
    }

    private void fault(String property, String reason, String fix) {
        faults.add(new Fault(property, reason, fix));
    }
}
