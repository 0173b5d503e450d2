package dev.lintel.edge.panel;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MediaType;
import io.micronaut.http.MutableHttpResponse;
import java.io.IOException;
import java.io.StringWriter;
import java.io.UncheckedIOException;

/// Refusals over HTTP, as the problem documents of RFC 9457 that every Lintel process answers with.
public final class Problems {

    private static final String CATALOGUE = "https://lintel.dev/problems/";
    static final MediaType TYPE = MediaType.of("application/problem+json");
    private static final JsonFactory JSON = new JsonFactory();

    private Problems() {}

    /// A refusal with its slug, which is also its anchor in the catalogue, and what to do about it.
    public static MutableHttpResponse<String> of(HttpStatus status, String slug, String title, String detail) {
        StringWriter text = new StringWriter();
        try (JsonGenerator json = JSON.createGenerator(text)) {
            json.writeStartObject();
            json.writeStringField("type", CATALOGUE + slug);
            json.writeStringField("title", title);
            json.writeNumberField("status", status.getCode());
            json.writeStringField("detail", detail);
            json.writeStringField("error", slug);
            json.writeStringField("message", title + ". " + detail);
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        return HttpResponse.<String>status(status).body(text.toString()).contentType(TYPE);
    }
}
