package dev.lintel.protocol.wire;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Function;

/// A JSON value as both parties read and hash it: objects sorted by name, whole numbers only, no room for two spellings of one value.
///
/// Unknown fields are simply part of the tree, which is how they survive.
public sealed interface Json {

    /// @param fields in the order of their names, whatever map they came in
    record Obj(Map<String, Json> fields) implements Json {
        public Obj {
            fields = Members.of(fields);
        }

        /// This object with one more field; absent values add nothing.
        public Obj with(String name, Json value) {
            return new Obj(Members.of(fields).with(name, value));
        }

        public Obj with(String name, String value) {
            return with(name, new Text(value));
        }

        public Obj with(String name, long value) {
            return with(name, new Num(value));
        }

        public Obj with(String name, boolean value) {
            return with(name, new Bool(value));
        }

        public Obj with(String name, Optional<? extends Json> value) {
            return value.<Obj>map(v -> with(name, v)).orElse(this);
        }
    }

    record Arr(List<Json> items) implements Json {
        public Arr {
            items = List.copyOf(items);
        }
    }

    record Text(String value) implements Json {}

    record Num(long value) implements Json {}

    record Bool(boolean value) implements Json {}

    record Nil() implements Json {}

    static Obj object() {
        return new Obj(Members.NONE);
    }

    static <T> Arr array(List<T> items, Function<T, ? extends Json> each) {
        return new Arr(items.stream().<Json>map(each).toList());
    }

    static Json nullable(Optional<? extends Json> value) {
        return value.<Json>map(v -> v).orElseGet(Nil::new);
    }

    /// The one text of this value.
    default String canonical() {
        StringBuilder out = new StringBuilder(256);
        JsonText.write(this, out);
        return out.toString();
    }

    default byte[] bytes() {
        return canonical().getBytes(StandardCharsets.UTF_8);
    }

    /// This newer value, with the fields of an older tree that it does not mention kept: what a version does not know it does not drop.
    default Json over(Json older) {
        if (this instanceof Obj mine && older instanceof Obj theirs) {
            Map<String, Json> merged = new TreeMap<>(theirs.fields());
            mine.fields().forEach((name, value) -> {
                Json before = theirs.fields().get(name);
                merged.put(name, before == null ? value : value.over(before));
            });
            return new Obj(merged);
        }
        if (this instanceof Arr(List<Json> mine) && older instanceof Arr(List<Json> theirs) && mine.size() == theirs.size()) {
            List<Json> merged = new ArrayList<>();
            for (int i = 0; i < mine.size(); i++) {
                merged.add(mine.get(i).over(theirs.get(i)));
            }
            return new Arr(merged);
        }
        return this;
    }

    /// Reads one value and nothing after it.
    static Json parse(byte[] bytes) throws Malformed {
        return JsonText.read(bytes);
    }

    static Json parse(String text) throws Malformed {
        return JsonText.read(text.getBytes(StandardCharsets.UTF_8));
    }
}
