package dev.lintel.edge.sync;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/// Chooses the client library for the link to the broker.
@Factory
final class BrokerLinks {

    @Singleton
    BrokerLink.Opener opener() {
        return PahoLink::open;
    }
}
