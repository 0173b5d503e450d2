package dev.lintel.cloud.notice;

import dev.lintel.cloud.web.Facts;
import dev.lintel.protocol.wire.Json;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.ZoneId;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.Properties;
import java.util.function.Function;
import java.util.stream.Collectors;

/// Notices in the words of a language. The texts are in `notice/<language>.properties`; what they do not have is taken from
/// English, which a test prevents.
final class NoticeWords {

    static final List<String> LANGUAGES = List.of("en", "de");

    private static final Map<String, NoticeWords> ALL = LANGUAGES.stream()
            .collect(Collectors.toUnmodifiableMap(Function.identity(), NoticeWords::new));

    private final Properties texts = new Properties();
    private final String language;
    private final DateTimeFormatter day;
    private final DateTimeFormatter time;

    private NoticeWords(String language) {
        this.language = language;
        try (var in = new InputStreamReader(Objects.requireNonNull(
                NoticeWords.class.getResourceAsStream("/notice/" + language + ".properties")), StandardCharsets.UTF_8)) {
            texts.load(in);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        var locale = Locale.forLanguageTag(language);
        this.day = DateTimeFormatter.ofPattern(text("day"), locale);
        this.time = DateTimeFormatter.ofPattern(text("time"), locale);
    }

    /// The nearest language that there are words in.
    static NoticeWords in(String locale) {
        var wanted = Locale.forLanguageTag(locale).getLanguage();
        return Objects.requireNonNull(ALL.getOrDefault(wanted, ALL.get("en")));
    }

    String language() {
        return language;
    }

    /// Fails for a word that there is not.
    String text(String name) {
        return Objects.requireNonNull(texts.getProperty(name), () -> language + " has no " + name);
    }

    String link() {
        return text("link");
    }

    String subject(String kind, Json.Obj facts) {
        return filled("subject." + kind, facts);
    }

    String text(String kind, Json.Obj facts) {
        var lines = new ArrayList<String>();
        lines.add(filled("text." + kind, facts));
        var offers = Facts.objects(facts, "alternatives");
        if (!offers.isEmpty()) {
            lines.add("");
            lines.add(text("alternatives"));
            var zone = zone(facts);
            offers.forEach(offer -> lines.add("- " + Facts.text(offer, "spaceName").orElse("") + ", "
                    + Facts.text(offer, "floorName").orElse("") + ": " + window(offer, zone)));
        }
        return String.join("\n", lines);
    }

    private String filled(String name, Json.Obj facts) {
        var zone = zone(facts);
        var instead = Facts.object(facts, "instead");
        return text(name).replace("{space}", Facts.text(facts, "spaceName").orElse("?"))
                .replace("{floor}", Facts.text(facts, "floorName").orElse("?"))
                .replace("{window}", window(facts, zone))
                .replace("{because}", because(facts, zone))
                .replace("{command}", Facts.text(facts, "command").map(command -> text("command." + command)).orElse(""))
                .replace("{insteadSpace}", instead.flatMap(i -> Facts.text(i, "spaceName")).orElse("?"))
                .replace("{insteadFloor}", instead.flatMap(i -> Facts.text(i, "floorName")).orElse("?"))
                .replace("{insteadWindow}", instead.map(i -> window(i, zone)).orElse("?"));
    }

    private String because(Json.Obj facts, ZoneId zone) {
        var why = Facts.object(facts, "because");
        var slug = why.flatMap(w -> Facts.text(w, "slug")).orElse("");
        var known = Optional.ofNullable(texts.getProperty("because." + slug)).orElseGet(() -> text("because.other"));
        return known.replace("{window}", why.map(w -> window(w, zone)).orElse("?"))
                .replace("{since}",
                        why.flatMap(w -> Facts.instant(w, "since")).map(at -> time.format(at.atZone(zone))).orElse("?"));
    }

    private String window(Json.Obj facts, ZoneId zone) {
        var start = Facts.instant(facts, "start").map(at -> at.atZone(zone));
        var end = Facts.instant(facts, "end").map(at -> at.atZone(zone));
        if (start.isEmpty() || end.isEmpty()) {
            return "?";
        }
        var sameDay = start.get().toLocalDate().equals(end.get().toLocalDate());
        return day.format(start.get()) + ", " + time.format(start.get()) + " – "
                + (sameDay ? "" : day.format(end.get()) + ", ") + time.format(end.get());
    }

    private static ZoneId zone(Json.Obj facts) {
        return Facts.text(facts, "zone").map(ZoneId::of).orElse(ZoneId.of("UTC"));
    }
}
