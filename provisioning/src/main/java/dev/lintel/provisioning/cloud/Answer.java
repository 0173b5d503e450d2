package dev.lintel.provisioning.cloud;

import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Malformed;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// A JSON object that somebody answered with, read field by field. What is missing or of another kind is named.
public record Answer(Json.Obj json) {

    static final Answer EMPTY = new Answer(Json.object());

    /// The object in this text, if there is one.
    public static Optional<Answer> read(String text) {
        try {
            return Json.parse(text) instanceof Json.Obj object ? Optional.of(new Answer(object)) : Optional.empty();
        } catch (Malformed notJson) {
            return Optional.empty();
        }
    }

    public String text(String field) {
        return optionalText(field).orElseThrow(() -> new IllegalArgumentException("no text " + field + " in " + this));
    }

    public Optional<String> optionalText(String field) {
        return json.fields().get(field) instanceof Json.Text(String text) ? Optional.of(text) : Optional.empty();
    }

    public long number(String field) {
        if (json.fields().get(field) instanceof Json.Num(long number)) {
            return number;
        }
        throw new IllegalArgumentException("no number " + field + " in " + this);
    }

    /// The object in this field, if there is one.
    public Optional<Answer> part(String field) {
        return json.fields().get(field) instanceof Json.Obj part ? Optional.of(new Answer(part)) : Optional.empty();
    }

    public List<Answer> list(String field) {
        if (json.fields().get(field) instanceof Json.Arr(List<Json> items)) {
            return items.stream().map(item -> new Answer((Json.Obj) item)).toList();
        }
        throw new IllegalArgumentException("no list " + field + " in " + this);
    }

    @Override
    public String toString() {
        return json.canonical();
    }

    /// The text of a body made of maps, lists, texts, whole numbers and truth values.
    public static String json(Map<String, ?> body) {
        return tree(body).canonical();
    }

    private static Json tree(Object value) {
        return switch (value) {
            case Map<?, ?> fields -> {
                Json.Obj object = Json.object();
                for (Map.Entry<?, ?> field : fields.entrySet()) {
                    object = object.with(field.getKey().toString(), tree(field.getValue()));
                }
                yield object;
            }
            case Collection<?> items -> new Json.Arr(items.stream().map(Answer::tree).toList());
            case String text -> new Json.Text(text);
            case Number number -> new Json.Num(number.longValue());
            case Boolean yes -> new Json.Bool(yes);
            default -> throw new IllegalArgumentException("a " + value.getClass().getSimpleName() + " has no place in a body");
        };
    }
}
