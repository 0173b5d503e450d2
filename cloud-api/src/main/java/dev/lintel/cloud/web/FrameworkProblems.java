package dev.lintel.cloud.web;

import dev.lintel.protocol.identity.IdSource;
import io.micronaut.context.annotation.Primary;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.response.Error;
import io.micronaut.http.server.exceptions.response.ErrorContext;
import io.micronaut.http.server.exceptions.response.ErrorResponseProcessor;
import jakarta.inject.Singleton;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What the framework refuses by itself (a body it cannot read, a route that is not there), in the same form as
/// everything else. Also the one place that sees a surprise.
@Singleton
@Primary
final class FrameworkProblems implements ErrorResponseProcessor<String> {

    private static final Logger LOG = LoggerFactory.getLogger(FrameworkProblems.class);

    /// As the JSON mapper names a field: with its type, or alone where it knows none of that name.
    private static final Pattern PROPERTY = Pattern.compile("property \\[(?:[^\\]]* )?([A-Za-z0-9]+)]");
    /// As the validator names a constraint: parameter, field, its words.
    private static final Pattern CONSTRAINT = Pattern.compile("(?:[A-Za-z]+\\.)+([A-Za-z0-9]+): (.{1,120})");

    private final Problems problems;
    private final IdSource ids;

    FrameworkProblems(Problems problems, IdSource ids) {
        this.problems = problems;
        this.ids = ids;
    }

    @Override
    public MutableHttpResponse<String> processResponse(ErrorContext context, MutableHttpResponse<?> response) {
        var operation = Operation.find(context.getRequest()).orElseGet(() -> new Operation(ids.operation(), false));
        var why = refusal(context, response.code());
        if (why instanceof Refusal.Unexpected) {
            LOG.error("Request failed: {} {}", context.getRequest().getMethod(), context.getRequest().getPath(),
                    context.getRootCause().orElse(null));
        }
        return problems.response(why, operation);
    }

    private static Refusal refusal(ErrorContext context, int status) {
        return switch (status) {
            case 400 -> context.getErrors()
                    .stream()
                    .findFirst()
                    .map(FrameworkProblems::malformed)
                    .orElseGet(() -> new Refusal.Malformed("", "it cannot be read"));
            case 401 -> new Refusal.Unauthorised();
            case 403 -> new Refusal.Forbidden();
            case 404 -> new Refusal.NotFound("route");
            case 405 -> new Refusal.MethodNotAllowed();
            case 406 -> new Refusal.NotAcceptable();
            case 413 -> new Refusal.TooLarge();
            case 415 -> new Refusal.UnsupportedMediaType();
            case 503 -> new Refusal.Unavailable();
            default -> new Refusal.Unexpected();
        };
    }

    /// The framework's sentences name classes and quote what was sent; of them only the field and, where a constraint
    /// was broken, its own words go out.
    private static Refusal malformed(Error error) {
        var message = error.getMessage();
        var property = PROPERTY.matcher(message);
        if (property.find()) {
            return new Refusal.Malformed(property.group(1), message.contains("Unknown property")
                    ? "it is not known here"
                    : "its value cannot be read");
        }
        var constraint = CONSTRAINT.matcher(message);
        if (constraint.matches()) {
            return new Refusal.Malformed(constraint.group(1), constraint.group(2));
        }
        if (message.startsWith("Required ")) {
            return new Refusal.Malformed(error.getPath().map(FrameworkProblems::lastName).orElse(""), "it is missing");
        }
        return new Refusal.Malformed(error.getPath().map(FrameworkProblems::lastName).orElse("body"),
                "it cannot be read");
    }

    private static String lastName(String path) {
        return path.substring(Math.max(path.lastIndexOf('.'), path.lastIndexOf('/')) + 1);
    }
}
