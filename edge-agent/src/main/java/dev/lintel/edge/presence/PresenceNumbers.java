package dev.lintel.edge.presence;

import dev.lintel.edge.wiring.Wiring;
import dev.lintel.protocol.presence.Thresholds;
import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;

/// By which numbers this agent judges: the usual ones, unless it only rehearses.
@Factory
final class PresenceNumbers {

    @Singleton
    Thresholds thresholds(Wiring wiring) {
        return wiring.rehearsal() ? Thresholds.REHEARSAL : Thresholds.USUAL;
    }
}
