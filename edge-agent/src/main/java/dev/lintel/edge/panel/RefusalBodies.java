package dev.lintel.edge.panel;

import io.micronaut.context.annotation.Primary;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.Locale;

/// Gives every refusal of the server itself (no such path, too large, malformed) the same form as our own.
@Singleton
@Primary
final class RefusalBodies implements ErrorResponseProcessor<String> {

    @Override
    public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        HttpStatus status = HttpStatus.valueOf(response.code());
        String slug = status.name().toLowerCase(Locale.ROOT).replace('_', '-');
        HttpResponse<String> problem = Problems.of(status, slug, status.getReason(), "See the catalogue of problems.");
        MutableHttpResponse<String> shown = response.body(problem.body());
        return shown.contentType(Problems.TYPE);
    }
}
