package dev.lintel.cloud;

import io.micronaut.context.annotation.Factory;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;

/// The only place where time and chance enter the cloud. Everything else takes them as arguments.
@Factory
final class Roots {

    @Singleton
    InstantSource clock() {
        return InstantSource.system();
    }

    @Singleton
    SecureRandom chance() {
        return new SecureRandom();
    }
}
