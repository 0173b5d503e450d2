package dev.lintel.cloud.device;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// This replica's own connection to the broker.
///
/// @param node the replica's name; two replicas at one broker need two names, for one client id is one connection
/// @param host where the broker is reached from here
/// @param port where it is reached from here; 0 means the port of `lintel.broker.port`
@ConfigurationProperties("lintel.link")
public record NodeSettings(@Bindable(defaultValue = "main") String node, @Bindable(defaultValue = "localhost") String host,
        @Bindable(defaultValue = "0") int port) {

    public int port(BrokerSettings broker) {
        return port == 0 ? broker.port() : port;
    }
}
