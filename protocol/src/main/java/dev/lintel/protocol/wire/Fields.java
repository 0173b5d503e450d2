package dev.lintel.protocol.wire;

import dev.lintel.protocol.Limits;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.BiConsumer;
import java.util.function.Function;

/// Reads the fields of one object and names the one that is wrong.
final class Fields {

    private static final Instant EARLIEST = Instant.parse("0001-01-01T00:00:00Z");
    /// More entries, epochs or generations than any floor will ever count, and far from where a sum of two would turn negative.
    private static final long MOST = 1L << 52;
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private final Map<String, Json> fields;

    private Fields(Map<String, Json> fields) {
        this.fields = fields;
    }

    static Fields of(Json value) {
        if (value instanceof Json.Obj(Map<String, Json> fields)) {
            return new Fields(fields);
        }
        throw new Malformed("an object was expected");
    }

    Json json(String name) {
        Json value = fields.get(name);
        if (value == null) {
            throw new Malformed(name + " is missing");
        }
        return value;
    }

    /// Absent and null mean the same.
    Optional<Json> maybe(String name) {
        return Optional.ofNullable(fields.get(name)).filter(value -> !(value instanceof Json.Nil));
    }

    Fields object(String name) {
        return of(json(name));
    }

    void each(BiConsumer<String, Json> field) {
        fields.forEach(field);
    }

    boolean yesUnlessSaid(String name) {
        return maybe(name).isEmpty() || yes(name);
    }

    String text(String name) {
        return text(name, json(name));
    }

    private static String text(String name, Json value) {
        if (value instanceof Json.Text(String text) && text.length() <= Limits.TEXT_CHARACTERS) {
            return text;
        }
        throw new Malformed(name + " is not a text of at most " + Limits.TEXT_CHARACTERS + " characters");
    }

    Optional<String> maybeText(String name) {
        return maybe(name).map(value -> text(name, value));
    }

    long number(String name) {
        if (json(name) instanceof Json.Num(long number)) {
            return number;
        }
        throw new Malformed(name + " is not a whole number");
    }

    int small(String name) {
        long number = number(name);
        if (number < 0 || number > Integer.MAX_VALUE) {
            throw new Malformed(name + " is out of range");
        }
        return (int) number;
    }

    long count(String name) {
        long number = number(name);
        if (number < 0) {
            throw new Malformed(name + " is negative");
        }
        if (number > MOST) {
            throw new Malformed(name + " is more than anybody counts");
        }
        return number;
    }

    boolean yes(String name) {
        if (json(name) instanceof Json.Bool(boolean yes)) {
            return yes;
        }
        throw new Malformed(name + " is neither true nor false");
    }

    List<Json> list(String name, int atMost) {
        if (json(name) instanceof Json.Arr(List<Json> items) && items.size() <= atMost) {
            return items;
        }
        throw new Malformed(name + " is not a list of at most " + atMost);
    }

    /// Absent is empty.
    List<Json> maybeList(String name, int atMost) {
        return maybe(name).isPresent() ? list(name, atMost) : List.of();
    }

    /// Absent is empty.
    List<String> texts(String name, int atMost) {
        return maybeList(name, atMost).stream().map(value -> text(name, value)).toList();
    }

    Optional<Integer> maybeSmall(String name) {
        return maybe(name).isPresent() ? Optional.of(small(name)) : Optional.empty();
    }

    Instant instant(String name) {
        return instant(name, text(name));
    }

    Optional<Instant> maybeInstant(String name) {
        return maybeText(name).map(text -> instant(name, text));
    }

    private static Instant instant(String name, String text) {
        try {
            Instant at = InstantText.parse(text);
            if (at.isBefore(EARLIEST) || at.isAfter(LATEST)) {
                throw new Malformed(name + " lies outside the calendar");
            }
            return at;
        } catch (DateTimeException e) {
            throw new Malformed(name + " is not an instant such as 2026-03-02T09:00:00Z");
        }
    }

    Duration seconds(String name) {
        return Duration.ofSeconds(Math.min(count(name), Duration.ofDays(4_000).toSeconds()));
    }

    <T> T id(String name, Function<String, T> of) {
        return id(name, text(name), of);
    }

    <T> Optional<T> maybeId(String name, Function<String, T> of) {
        return maybeText(name).map(text -> id(name, text, of));
    }

    private static <T> T id(String name, String text, Function<String, T> of) {
        try {
            return of.apply(text);
        } catch (IllegalArgumentException e) {
            throw new Malformed(name + " is not an id");
        }
    }
}
