package dev.lintel.cloud;

import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.TimeOrdered;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Primary;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The only place where time, identity and chance enter the cloud. Everything else takes them as arguments.
@Factory
final class Roots {

    /// The framework has clocks of its own; ours is the one that is meant.
    @Singleton
    @Primary
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    SecureRandom chance() {
        return new SecureRandom();
    }

    @Singleton
    IdSource identity(InstantSource clock, SecureRandom chance) {
        return new TimeOrdered(clock, chance);
    }
}
