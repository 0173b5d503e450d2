package dev.lintel.edge;

import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/// Gives a class of tests one browser, which ends with the class.
@NullMarked
final class OneBrowser implements ParameterResolver {

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return parameter.getParameter().getType() == TestBrowser.class;
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return context.getStore(ExtensionContext.Namespace.create(OneBrowser.class))
                .getOrComputeIfAbsent(TestBrowser.class, _ -> started(), TestBrowser.class);
    }

    private static TestBrowser started() {
        try {
            return new TestBrowser();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
