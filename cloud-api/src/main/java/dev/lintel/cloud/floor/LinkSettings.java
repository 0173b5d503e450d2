package dev.lintel.cloud.floor;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;

/// This replica's own connection to the broker.
///
/// @param node the replica's name; two replicas at one broker need two names, for one client id is one connection
/// @param host where the broker is reached from here
@ConfigurationProperties("lintel.link")
public record LinkSettings(@Bindable(defaultValue = "main") String node, @Bindable(defaultValue = "localhost") String host) {}
