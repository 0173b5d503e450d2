package dev.lintel.cloud;

import dev.lintel.cloud.store.StartRefused;
import io.micronaut.context.env.Environment;
import io.micronaut.runtime.Micronaut;
import io.swagger.v3.oas.annotations.OpenAPIDefinition;
import io.swagger.v3.oas.annotations.enums.SecuritySchemeType;
import io.swagger.v3.oas.annotations.info.Info;
import io.swagger.v3.oas.annotations.security.SecurityRequirement;
import io.swagger.v3.oas.annotations.security.SecurityScheme;
import java.net.BindException;
import java.util.Objects;
import java.util.Optional;
import org.slf4j.LoggerFactory;

/// Starts the cloud. What prevents a start is said in one sentence, without a stack trace, and ends the process with 1.
@OpenAPIDefinition(info = @Info(title = "Lintel", version = "1", description = """
        Rooms and desks, booked from anywhere. Errors are problem documents (docs/problems.md). Send an `Operation-Id`
        (a UUID) with a request that changes something and it can be repeated safely: it has one effect and one answer.
        """), security = @SecurityRequirement(name = "bearer"))
@SecurityScheme(name = "bearer", type = SecuritySchemeType.HTTP, scheme = "bearer", bearerFormat = "JWT")
public final class Application {

    private Application() {}

    public static void main(String[] arguments) {
        // The embedded broker's jar carries a logback.xml of its own: ours has another name and is asked for by it.
        if (System.getProperty("logback.configurationFile") == null) {
            System.setProperty("logback.configurationFile", "lintel-logback.xml");
        }
        new Launch().classes(Application.class).args(arguments).banner(false).start();
    }

    /// A class of its own, because loading the framework's makes the first logger.
    private static final class Launch extends Micronaut {

        @Override
        protected void handleStartupException(Environment environment, Throwable failure) {
            var log = LoggerFactory.getLogger(Application.class);
            var sentence = sentence(failure);
            if (sentence.isPresent()) {
                log.error(sentence.get());
            } else {
                log.error("The cloud did not start: {}", failure.getMessage(), failure);
            }
            System.exit(1);
        }
    }

    /// The reason in words, when it is one that an operator can act on.
    static Optional<String> sentence(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof StartRefused refused) {
                return Optional.of(Objects.toString(refused.getMessage()));
            }
            if (cause instanceof BindException bind) {
                return Optional.of("A port that the cloud wants is taken by another program (" + bind.getMessage()
                        + "): stop that program, or choose others with lintel.http.port, lintel.https.port"
                        + " and lintel.broker.port.");
            }
        }
        return Optional.empty();
    }
}
