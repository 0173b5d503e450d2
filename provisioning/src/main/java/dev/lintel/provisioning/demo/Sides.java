package dev.lintel.provisioning.demo;

import dev.lintel.provisioning.cable.Weather;
import dev.lintel.provisioning.cloud.Answer;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// What the cloud and a floor's door each hold of the other, at one moment.
///
/// @param cloud the cloud's floor, absent while the cloud does not answer
/// @param door the door's health, absent while the door's agent does not answer
record Sides(DemoSite.Floor floor, Weather cable, Optional<Answer> cloud, Optional<Answer> door) {

    /// Both sides hold the same, and the cable is in.
    boolean areLevel() {
        if (!(cable instanceof Weather.Clear)) {
            return false;
        }
        Optional<Answer> at = position();
        return cloud.isPresent() && at.isPresent()
                && cloud.get().optionalText("link").filter("linked"::equals).isPresent()
                && cloud.get().optionalText("line").equals(at.get().optionalText("line"))
                && cloud.get().number("feedSeq") == at.get().number("feedSeq")
                && cloud.get().number("doorLogSeq") == at.get().number("logSeq");
    }

    /// Three lines for a terminal: the cable, the cloud's side, the door's side.
    String text(ZoneId zone) {
        return floor.name() + ": " + cableInWords() + (areLevel() ? "; both sides hold the same" : "") + "\n"
                + "  cloud  " + cloud.map(known -> cloudInWords(known, zone)).orElse("does not answer") + "\n"
                + "  door   " + position().map(at -> doorInWords(at, zone)).orElse("does not answer");
    }

    private Optional<Answer> position() {
        return door.flatMap(health -> health.part("position"));
    }

    private String cableInWords() {
        return switch (cable) {
            case Weather.Clear() -> "the cable is in";
            case Weather.Cut() -> "the cable is PULLED";
            case Weather.Silent() -> "the cable carries nothing";
            case Weather.Slow(var delay, int bytes) -> "the cable is slow (" + delay.toMillis() + " ms, " + bytes + " bytes/s)";
        };
    }

    private static String cloudInWords(Answer floor, ZoneId zone) {
        long waiting = floor.number("feedSeq") - floor.number("feedAckedSeq");
        return "%-8s line %s   feed %d%s   door log applied to %d".formatted(floor.optionalText("link").orElse("?"),
                line(floor, zone), floor.number("feedSeq"), waiting > 0 ? " (" + waiting + " not acknowledged)" : "",
                floor.number("doorLogSeq"));
    }

    private static String doorInWords(Answer at, ZoneId zone) {
        long waiting = at.number("logSeq") - at.number("logAckedSeq");
        return "%-8s line %s   door log %d%s   feed applied to %d".formatted("epoch " + at.number("epoch"), line(at, zone),
                at.number("logSeq"), waiting > 0 ? " (" + waiting + " saved here only)" : "", at.number("feedSeq"));
    }

    private static String line(Answer side, ZoneId zone) {
        return side.optionalText("line")
                .map(line -> DateTimeFormatter.ofPattern("EEE HH:mm", Locale.ENGLISH)
                        .withZone(zone)
                        .format(Instant.parse(line)))
                .orElse("none");
    }
}
