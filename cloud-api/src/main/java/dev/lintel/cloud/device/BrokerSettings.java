package dev.lintel.cloud.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.util.List;

/// Where the broker listens and under which names it is reached.
///
/// @param bind the address of the listener
/// @param port of the listener
/// @param names host names and addresses that its certificate speaks for; edges are told the first
@ConfigurationProperties("lintel.broker")
public record BrokerSettings(@Bindable(defaultValue = "127.0.0.1") String bind, @Bindable(defaultValue = "8883") int port,
        @Bindable(defaultValue = "localhost,127.0.0.1") List<String> names) {

    public BrokerSettings {
        names = List.copyOf(names);
        if (names.isEmpty()) {
            throw new IllegalArgumentException("lintel.broker.names must name at least one host");
        }
    }

    public String publicHost() {
        return names.getFirst();
    }
}
