package dev.lintel.protocol.presence;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// One report of one sensor: active means it saw something. A sensor repeats its state as a sign of life.
public record Reading(String sensor, Technology technology, Instant at, boolean active) implements Comparable<Reading> {

    public Reading {
        at = at.truncatedTo(ChronoUnit.MILLIS);
    }

    @Override
    public int compareTo(Reading other) {
        return at.compareTo(other.at);
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
}
