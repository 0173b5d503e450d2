package dev.lintel.cloud.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Which broker there is, where it listens and under which names it is reached.
///
/// @param kind `embedded` or `external`
/// @param bind the address of the listener
/// @param port of the listener
/// @param names host names and addresses that its certificate speaks for; edges are told the first
/// @param folder for an external broker: where the cloud writes what Mosquitto reads, or nothing where another replica does
/// @param reload for an external broker: the command, in parts, that makes it read its files again
@ConfigurationProperties("lintel.broker")
public record BrokerSettings(@Bindable(defaultValue = "embedded") String kind,
        @Bindable(defaultValue = "127.0.0.1") String bind, @Bindable(defaultValue = "8883") int port,
        @Bindable(defaultValue = "localhost,127.0.0.1") List<String> names, @Nullable String folder,
        @Nullable List<String> reload) {

    /// A broker of the cloud's own, or one that stands elsewhere.
    public enum Kind {
        EMBEDDED, EXTERNAL
    }

    public BrokerSettings {
        names = List.copyOf(names);
        reload = reload == null ? List.of() : List.copyOf(reload);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("lintel.broker.names must name at least one host");
        }
    }

    static BrokerSettings embedded(int port) {
        return new BrokerSettings("embedded", "127.0.0.1", port, List.of("localhost", "127.0.0.1"), null, null);
    }

    public String publicHost() {
        return names.getFirst();
    }

    Kind which() {
        return switch (kind.toLowerCase(Locale.ROOT)) {
            case "embedded" -> Kind.EMBEDDED;
            case "external" -> Kind.EXTERNAL;
            default -> throw new IllegalArgumentException("lintel.broker.kind is embedded or external");
        };
    }

    List<String> reloadCommand() {
        return reload == null ? List.of() : reload;
    }
}
