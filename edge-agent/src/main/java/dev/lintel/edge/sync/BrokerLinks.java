package dev.lintel.edge.sync;

import dev.lintel.edge.settings.EdgeSettings;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/// Chooses the client library for the link to the broker, and the address under which it is reached from here.
@Factory
final class BrokerLinks {

    @Singleton
    BrokerLink.Opener opener(EdgeSettings settings) {
        return (identity, lastWill, ear) -> PahoLink.open(settings.broker().map(identity::reaching).orElse(identity),
                lastWill, ear);
    }
}
