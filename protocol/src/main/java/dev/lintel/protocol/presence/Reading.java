package dev.lintel.protocol.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Comparator;
import java.util.List;

/// One report of one sensor: active means it saw something. A sensor repeats its state as a sign of life.
public record Reading(String sensor, Technology technology, Instant at, boolean active) implements Comparable<Reading> {

    private static final Comparator<Reading> ORDER = Comparator.comparing(Reading::at)
            .thenComparing(Reading::sensor)
            .thenComparing(Reading::technology)
            .thenComparing(Reading::active);

    public Reading {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    /// By time. Of what a sensor says in the same millisecond, what it saw comes last and so counts.
    @Override
    public int compareTo(Reading other) {
        return ORDER.compare(this, other);
    }

    /// A recording: one reading a line, empty lines and remarks after `#` left out.
    public static List<Reading> recording(List<String> lines) {
        return lines.stream()
                .map(line -> line.replaceFirst("#.*", "").strip())
                .filter(line -> !line.isEmpty())
                .map(Reading::parse)
                .toList();
    }

    /// One line of a recording: time, sensor, technology, `on` or `off`.
    public static Reading parse(String line) {
        String[] parts = line.strip().split("\\s+", -1);
        if (parts.length != 4 || !(parts[3].equals("on") || parts[3].equals("off"))) {
            throw new IllegalArgumentException("a reading is: time sensor technology on|off");
        }
        Technology technology = switch (parts[2]) {
            case "pir" -> Technology.PIR;
            case "radar" -> Technology.RADAR;
            case "door-contact" -> Technology.DOOR_CONTACT;
            default -> throw new IllegalArgumentException("an unknown technology: " + parts[2]);
        };
        return new Reading(parts[1], technology, Instant.parse(parts[0]), parts[3].equals("on"));
    }

    /// The line that [#parse] reads.
    public String line() {
        String name = switch (technology) {
            case PIR -> "pir";
            case RADAR -> "radar";
            case DOOR_CONTACT -> "door-contact";
        };
        return at + " " + sensor + " " + name + " " + (active ? "on" : "off");
    }
}
