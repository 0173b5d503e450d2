package dev.lintel.cloud.web;

import dev.lintel.protocol.wire.Json;
import java.time.DateTimeException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/// Reads a kept JSON object of ours field by field. What is not there, or is of another kind, is simply absent: rows that
/// an older version wrote must stay readable.
public final class Facts {

    private Facts() {}

    public static Optional<String> text(Json.Obj facts, String name) {
        return facts.fields().get(name) instanceof Json.Text(String value) ? Optional.of(value) : Optional.empty();
    }

    public static Optional<Long> number(Json.Obj facts, String name) {
        return facts.fields().get(name) instanceof Json.Num(long value) ? Optional.of(value) : Optional.empty();
    }

    public static Optional<Instant> instant(Json.Obj facts, String name) {
        try {
            return text(facts, name).map(Instant::parse);
        } catch (DateTimeException e) {
            return Optional.empty();
        }
    }

    public static Optional<Json.Obj> object(Json.Obj facts, String name) {
        return facts.fields().get(name) instanceof Json.Obj value ? Optional.of(value) : Optional.empty();
    }

    public static List<Json.Obj> objects(Json.Obj facts, String name) {
        return facts.fields().get(name) instanceof Json.Arr(List<Json> items)
                ? items.stream().filter(Json.Obj.class::isInstance).map(Json.Obj.class::cast).toList()
                : List.of();
    }
}
