package dev.lintel.cloud.web;

import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import io.micronaut.context.propagation.slf4j.MdcPropagationContext;
import io.micronaut.core.order.Ordered;
import io.micronaut.core.propagation.MutablePropagatedContext;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.HttpResponse;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.annotation.Filter;
import io.micronaut.http.annotation.RequestFilter;
import io.micronaut.http.annotation.ResponseFilter;
import io.micronaut.http.annotation.ServerFilter;
import io.micronaut.http.filter.ServerFilterPhase;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// First and last on every request: gives it its operation id, names it to the log, and puts on the response the id
/// and the headers that every response carries.
@ServerFilter(Filter.MATCH_ALL_PATTERN)
final class OperationFilter implements Ordered {

    private final IdSource ids;
    private final Problems problems;

    OperationFilter(IdSource ids, Problems problems) {
        this.ids = ids;
        this.problems = problems;
    }

    @Override
    public int getOrder() {
        return ServerFilterPhase.FIRST.before();
    }

    @RequestFilter
    @Nullable
    HttpResponse<?> name(HttpRequest<?> request, MutablePropagatedContext context) {
        var given = request.getHeaders().get(Operation.HEADER);
        var known = given == null ? Optional.<OperationId>empty() : parsed(given);
        var operation = new Operation(known.orElseGet(ids::operation), known.isPresent());
        request.setAttribute(Operation.ATTRIBUTE, operation);
        context.add(new MdcPropagationContext(Map.of("op", operation.id().toString())));
        if (given != null && known.isEmpty()) {
            var refused = problems.response(
                    new Refusal.Malformed(Operation.HEADER, "an operation id is a UUID in lower case"), operation);
            complete(request, refused);
            return refused;
        }
        return null;
    }

    @ResponseFilter
    void complete(HttpRequest<?> request, MutableHttpResponse<?> response) {
        Operation.find(request).ifPresent(known -> response.header(Operation.HEADER, known.id().toString()));
        response.header("X-Content-Type-Options", "nosniff");
        response.header("Referrer-Policy", "no-referrer");
        response.header("X-Frame-Options", "DENY");
        if (!response.getHeaders().contains("Content-Security-Policy")) {
            response.header("Content-Security-Policy", policy(request.getPath()));
        }
        if (request.getPath().startsWith("/api/") || request.getPath().startsWith("/bookings/")) {
            response.header("Cache-Control", "no-store");
        }
        response.header("Cross-Origin-Resource-Policy", "same-origin");
    }

    /// Answers of the API are no pages; the documentation is one, and loads only what lies beside it.
    private static String policy(String path) {
        return path.startsWith("/docs") || path.startsWith("/bookings/")
                ? "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src 'self' data:;"
                        + " base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
                : "default-src 'none'; frame-ancestors 'none'";
    }

    private static Optional<OperationId> parsed(String text) {
        try {
            return Optional.of(OperationId.of(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
