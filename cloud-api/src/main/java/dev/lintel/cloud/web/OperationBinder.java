package dev.lintel.cloud.web;

import io.micronaut.core.convert.ArgumentConversionContext;
import io.micronaut.core.type.Argument;
import io.micronaut.http.HttpRequest;
import io.micronaut.http.bind.binders.TypedRequestArgumentBinder;
import jakarta.inject.Singleton;
import java.util.Optional;

/// Lets a route take the [Operation] it is as a parameter.
@Singleton
final class OperationBinder implements TypedRequestArgumentBinder<Operation> {

    @Override
    public Argument<Operation> argumentType() {
        return Argument.of(Operation.class);
    }

    @Override
    public BindingResult<Operation> bind(ArgumentConversionContext<Operation> context, HttpRequest<?> source) {
        return () -> Optional.of(Operation.of(source));
    }
}
