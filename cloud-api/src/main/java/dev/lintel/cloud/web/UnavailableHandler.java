package dev.lintel.cloud.web;

import dev.lintel.protocol.identity.IdSource;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.MutableHttpResponse;
import io.micronaut.http.server.exceptions.ExceptionHandler;
import jakarta.inject.Singleton;
import org.jdbi.v3.core.ConnectionException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// No connection to the database within the time that a request is worth: it is down, or everybody came at once.
/// Nothing was done, so the sender may simply try again.
@Singleton
@SuppressWarnings("rawtypes")
final class UnavailableHandler implements ExceptionHandler<ConnectionException, MutableHttpResponse<?>> {

    private static final Logger LOG = LoggerFactory.getLogger(UnavailableHandler.class);

    private final Problems problems;
    private final IdSource ids;

    UnavailableHandler(Problems problems, IdSource ids) {
        this.problems = problems;
        this.ids = ids;
    }

    @Override
    public MutableHttpResponse<?> handle(HttpRequest request, ConnectionException failure) {
        LOG.warn("No connection to the database: {}", failure.getMessage());
        var operation = Operation.find((HttpRequest<?>) request)
                .orElseGet(() -> new Operation(ids.operation(), false));
        return problems.response(new Refusal.Unavailable(), operation);
    }
}
