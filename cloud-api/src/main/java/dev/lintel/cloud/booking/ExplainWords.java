package dev.lintel.cloud.booking;

import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.wire.Json;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.Locale;
import java.util.Optional;

/// A line of the trail as a sentence. Times are those of the clock on the wall of the site.
final class ExplainWords {

    private static final DateTimeFormatter TIME = DateTimeFormatter.ofPattern("d MMM yyyy HH:mm", Locale.ENGLISH);
    /// An answer within this was given while the person looked on.
    private static final Duration AT_ONCE = Duration.ofMinutes(1);
    /// A door that is there reports within a second; more tells of an outage.
    private static final Duration REPORTED_LATE = Duration.ofMinutes(2);

    private final ZoneId zone;

    ExplainWords(ZoneId zone) {
        this.zone = zone;
    }

    /// @param who a person's name, or what they are called
    String of(Json.Obj deed, ExplainView.Who who, Instant recordedAt) {
        return sentence(deed, who) + waited(deed, recordedAt) + late(deed, recordedAt);
    }

    private String sentence(Json.Obj deed, ExplainView.Who who) {
        var command = Facts.text(deed, "command").orElse("book");
        return switch (Facts.text(deed, "what").orElse("")) {
            case "proposed" -> name(who) + " asked to " + verb(command) + ". " + owner(deed)
                    + Facts.text(deed, "awaiting").map(party -> " Awaiting the " + party + ".").orElse("");
            case "booked" -> Facts.text(deed, "since").isPresent()
                    ? "The " + side(deed) + " accepted it: booked."
                    : name(who) + " booked it. " + owner(deed);
            case "declined" -> "The " + side(deed) + " declined to " + verb(command) + ": " + why(deed);
            case "released" -> "Nobody had checked in and the sensors saw nobody: the door gave the room back.";
            case "revived" -> "Somebody checked in after the room had been given back: the booking stands again.";
            case "release-undone" -> "The release was undone at the door: the booking stands again.";
            case "checked-in" -> name(who) + " checked in.";
            case "started-early" -> name(who) + " began early" + from(deed) + ".";
            case "cancelled" -> done(deed, who, "cancelled", "");
            case "moved" -> done(deed, who, "moved", from(deed));
            case "extended" -> done(deed, who, "extended", until(deed));
            case "shortened" -> done(deed, who, "shortened", until(deed));
            case "ended" -> done(deed, who, "ended", until(deed));
            case "held" -> "The door of the other floor keeps its new place for it.";
            case "departed" -> "The door let it go to the other floor.";
            case "filed" -> "A word of a door that had been replaced came too late and was only filed.";
            case "gave-way" ->
                "It was confirmed, and so was another at the door, for the same minutes: people stand there, so the"
                        + " door's stays. " + why(deed);
            case "moved-elsewhere" -> "The cloud booked the nearest equivalent instead, as had been asked for.";
            case "in-place-of" ->
                "This is the nearest equivalent of what had been asked for and could not be had: " + why(deed);
            default -> "The cloud took over what the door told it.";
        };
    }

    /// @param verb in the past tense
    private static String done(Json.Obj deed, ExplainView.Who who, String verb, String rest) {
        return Facts.text(deed, "since").isPresent()
                ? "The " + side(deed) + " accepted it: " + verb + rest + "."
                : name(who) + " " + verb + " it" + rest + ".";
    }

    private String owner(Json.Obj deed) {
        var start = Facts.object(deed, "window").or(() -> Facts.object(deed, "wanted")).flatMap(w -> Facts.instant(w, "start"));
        var line = Facts.instant(deed, "line");
        if (line.isEmpty()) {
            return "No door decides here, so the cloud does.";
        }
        return start.map(at -> at.isBefore(line.get())
                ? "It starts before the line (" + time(line.get()) + "), so the door decides."
                : "It starts at or after the line (" + time(line.get()) + "), so the cloud decides.")
                .orElse("The line stood at " + time(line.get()) + ".");
    }

    private String why(Json.Obj deed) {
        var why = Facts.object(deed, "why");
        var slug = why.flatMap(w -> Facts.text(w, "slug")).orElse("");
        var start = why.flatMap(w -> Facts.instant(w, "start"));
        var end = why.flatMap(w -> Facts.instant(w, "end"));
        if (start.isPresent() && end.isPresent()) {
            return (slug.equals("held") ? "an open request holds it from " : "another booking has it from ") + time(start.get())
                    + " to " + time(end.get()) + ".";
        }
        return switch (slug) {
            case "in-use" ->
                "somebody is there since " + why.flatMap(w -> Facts.instant(w, "since")).map(this::time).orElse("before")
                        + "; they can end it.";
            case "over" -> "the booking was already " + why.flatMap(w -> Facts.text(w, "phase")).orElse("over") + ".";
            default -> why.flatMap(w -> Facts.text(w, "detail")).orElse("it was not possible.");
        };
    }

    private String waited(Json.Obj deed, Instant recordedAt) {
        return Facts.instant(deed, "since")
                .filter(since -> Duration.between(since, recordedAt).compareTo(AT_ONCE) > 0)
                .map(since -> " It had been asked for at " + time(since) + ".")
                .orElse("");
    }

    /// Told where the cloud learned of it so much later that the order may surprise.
    private String late(Json.Obj deed, Instant recordedAt) {
        return Facts.instant(deed, "at").filter(at -> Duration.between(at, recordedAt).compareTo(REPORTED_LATE) > 0).isPresent()
                ? " The cloud learned of it at " + time(recordedAt) + "."
                : "";
    }

    private String from(Json.Obj deed) {
        return Facts.object(deed, "from")
                .flatMap(w -> Facts.instant(w, "start"))
                .map(at -> " (it was to start at " + time(at) + ")")
                .orElse("");
    }

    private String until(Json.Obj deed) {
        return Facts.object(deed, "window").flatMap(w -> Facts.instant(w, "end")).map(at -> " until " + time(at)).orElse("");
    }

    private static String side(Json.Obj deed) {
        return Facts.text(deed, "side").orElse("cloud");
    }

    private static String verb(String command) {
        return switch (command) {
            case "book" -> "book it";
            case "check-in" -> "check in";
            case "start-early" -> "begin early";
            case "undo-release" -> "undo the release";
            case "late-word" -> "have it as the old door had decided";
            default -> command + " it";
        };
    }

    static String name(ExplainView.Who who) {
        return Optional.ofNullable(who.name()).orElse(switch (who.kind()) {
            case "person" -> "Somebody";
            case "door" -> "Somebody at the door";
            case "sensor" -> "The door";
            default -> "The cloud";
        });
    }

    private String time(Instant at) {
        return TIME.format(at.atZone(zone));
    }
}
