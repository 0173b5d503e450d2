package dev.lintel.cloud.device;

import dev.lintel.cloud.store.DataFolder;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;

/// Builds what stands for the whole life of the process: the authority, the known revocations, the broker.
@Factory
final class DeviceRoots {

    @Singleton
    Authority authority(DataFolder data, InstantSource clock, SecureRandom chance) {
        return Authority.open(data.resolve("authority"), clock, chance);
    }

    @Singleton
    Revocations revocations() {
        return new Revocations();
    }

    @Context
    @Bean(preDestroy = "close")
    RevocationWatch watch(Transactions transactions, Revocations revocations, InstantSource clock) {
        return RevocationWatch.start(transactions, revocations, clock);
    }

    /// Takes the watch as an argument so that no connection is accepted before the revocations are known.
    @Context
    @Bean(preDestroy = "close")
    Broker broker(DataFolder data, BrokerSettings settings, Authority authority, Revocations revocations, RevocationWatch known,
            SecureRandom chance) {
        return Broker.start(data.resolve("broker"), settings, authority, revocations, chance);
    }

    /// The certificate of the HTTPS port, made anew at each start, so that a changed list of names takes effect.
    @Singleton
    @Named(ListenerCertificate.NAME)
    ListenerCertificate certificate(Authority authority, @Value("${lintel.https.names}") List<String> names) {
        return new ListenerCertificate(authority.server(names));
    }
}
