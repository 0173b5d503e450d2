package dev.lintel.edge.fleet;

import dev.lintel.protocol.wire.Applied;
import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Setting;
import java.time.DateTimeException;
import java.time.LocalTime;
import java.util.ArrayList;
import java.util.IllformedLocaleException;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/// Which settings this agent understands, and which of a wish can be applied. Pure.
final class SettingRules {

    private static final int NAME_CHARACTERS = 120;
    private static final Pattern LANGUAGES = Pattern.compile("[a-z]{2,3}(,[a-z]{2,3}){0,15}");

    private static final Map<String, Predicate<Json>> OF_THE_EDGE = Map.of("locale", SettingRules::isLocale, "clock",
            value -> value instanceof Json.Text(String text) && (text.equals("24h") || text.equals("12h")));
    /// Languages are offered in the order in which they are named, as "de,en".
    private static final Map<String, Predicate<Json>> OF_A_PANEL = Map.of("locale", SettingRules::isLocale, "name",
            value -> value instanceof Json.Text(String text) && text.length() <= NAME_CHARACTERS, "brightness",
            value -> value instanceof Json.Num(long percent) && percent >= 0 && percent <= 100, "nightFrom",
            SettingRules::isTime, "nightUntil", SettingRules::isTime, "palette",
            value -> value instanceof Json.Text(String text) && (text.equals("usual") || text.equals("purple")), "languages",
            value -> value instanceof Json.Text(String text) && LANGUAGES.matcher(text).matches());

    private SettingRules() {}

    /// What becomes of a wish: its understood part runs, the rest is a problem in words.
    ///
    /// @param known whether this edge has the thing at all
    static Applied applied(Setting wish, boolean known) {
        if (wish.settings().isEmpty()) {
            return new Applied(wish.about(), wish.version(), Optional.empty(), Optional.empty());
        }
        Map<String, Predicate<Json>> understood = understood(wish.about().text());
        if (understood.isEmpty() || !known) {
            return new Applied(wish.about(), wish.version(), Optional.of(Json.object()),
                    Optional.of("this edge has no " + wish.about() + " that it could set"));
        }
        Json.Obj runs = Json.object();
        List<String> problems = new ArrayList<>();
        for (Map.Entry<String, Json> each : wish.settings().get().fields().entrySet()) {
            Predicate<Json> form = understood.get(each.getKey());
            if (form == null) {
                problems.add(each.getKey() + " is not known to this version");
            } else if (form.test(each.getValue())) {
                runs = runs.with(each.getKey(), each.getValue());
            } else {
                problems.add(each.getKey() + " has a value that cannot be applied");
            }
        }
        return new Applied(wish.about(), wish.version(), Optional.of(runs),
                problems.isEmpty() ? Optional.empty() : Optional.of(String.join("; ", problems)));
    }

    private static Map<String, Predicate<Json>> understood(String about) {
        if (about.equals("edge")) {
            return OF_THE_EDGE;
        }
        return about.startsWith("panel:") ? OF_A_PANEL : Map.of();
    }

    private static boolean isLocale(Json value) {
        try {
            return value instanceof Json.Text(String tag)
                    && !new Locale.Builder().setLanguageTag(tag).build().getLanguage().isEmpty();
        } catch (IllformedLocaleException e) {
            return false;
        }
    }

    private static boolean isTime(Json value) {
        try {
            return value instanceof Json.Text(String time) && LocalTime.parse(time) != null;
        } catch (DateTimeException e) {
            return false;
        }
    }
}
