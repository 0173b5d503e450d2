package dev.lintel.cloud;

import dev.lintel.protocol.wire.Json;
import java.util.List;
import java.util.Map;

/// What came back.
public record Reply(int status, Map<String, List<String>> headers, String body) {

    public Json.Obj json() {
        return (Json.Obj) Json.parse(body);
    }

    /// A text member; fails where there is none.
    public String text(String name) {
        if (json().fields().get(name) instanceof Json.Text text) {
            return text.value();
        }
        throw new AssertionError("no " + name + " in " + status + " " + body);
    }

    public boolean has(String name) {
        return json().fields().containsKey(name);
    }

    public List<Json> items() {
        if (json().fields().get("items") instanceof Json.Arr items) {
            return items.items();
        }
        throw new AssertionError("no items in " + status + " " + body);
    }

    public String header(String name) {
        return headers.getOrDefault(name, List.of("")).getFirst();
    }
}
