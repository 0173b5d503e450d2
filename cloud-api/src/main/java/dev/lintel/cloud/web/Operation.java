package dev.lintel.cloud.web;

import dev.lintel.protocol.identity.OperationId;
import io.micronaut.http.HttpRequest;
import java.util.Optional;

/// The operation that a request is: its id joins log lines, audit rows, feed entries and live events.
///
/// @param chosenBySender the request carried the id in `Operation-Id`, so it may come again and then gets the first
///     answer; an id that was made here never comes again and needs no memory
public record Operation(OperationId id, boolean chosenBySender) {

    public static final String HEADER = "Operation-Id";
    static final String ATTRIBUTE = "lintel.operation";

    public static Operation of(HttpRequest<?> request) {
        return find(request).orElseThrow(() -> new IllegalStateException("the operation filter has not run"));
    }

    /// Nothing for a request that was refused before the filters saw it.
    static Optional<Operation> find(HttpRequest<?> request) {
        return request.getAttribute(ATTRIBUTE, Operation.class);
    }
}
