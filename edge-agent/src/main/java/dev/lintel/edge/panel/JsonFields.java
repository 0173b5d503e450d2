package dev.lintel.edge.panel;

import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Malformed;
import java.util.Optional;

/// Reads single text fields out of small documents that come from outside, where anything may be missing or wrong.
final class JsonFields {

    private JsonFields() {}

    /// The field's text; empty where the document is none, or the field is missing or no text.
    static Optional<String> text(String document, String name) {
        try {
            return Json.parse(document) instanceof Json.Obj fields && fields.fields().get(name) instanceof Json.Text text
                    ? Optional.of(text.value())
                    : Optional.empty();
        } catch (Malformed e) {
            return Optional.empty();
        }
    }
}
