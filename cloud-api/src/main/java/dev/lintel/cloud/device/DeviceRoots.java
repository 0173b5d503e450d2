package dev.lintel.cloud.device;

import dev.lintel.cloud.store.DataFolder;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import jakarta.inject.Named;
import jakarta.inject.Singleton;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.InstantSource;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Builds what stands for the whole life of the process: the authority, the known revocations, the broker.
@Factory
final class DeviceRoots {

    private static final Logger LOG = LoggerFactory.getLogger(DeviceRoots.class);

    @Singleton
    Authority authority(DataFolder data, AuthoritySettings settings, InstantSource clock, SecureRandom chance) {
        return Authority.open(folder(data, settings), settings.change(), clock, chance);
    }

    private static Path folder(DataFolder data, AuthoritySettings settings) {
        return settings.folder() == null ? data.resolve("authority") : Path.of(settings.folder());
    }

    @Singleton
    RevocationFile revocationFile(DataFolder data, AuthoritySettings settings, Authority authority, InstantSource clock) {
        var file = RevocationFile.in(folder(data, settings),
                new RevocationFile.Roots(authority.fingerprint(), authority.fingerprints()), clock);
        // Only whoever puts a database back can know that there should be one.
        if (file.isMissing() && Files.exists(data.resolve("restored"))) {
            LOG.error(
                    "ALARM revocations-unknown: the database comes from a backup, and {} is not there: whoever was revoked since"
                            + " that backup is let in again. Put the file back from a copy and start again, or revoke them once more",
                    folder(data, settings).resolve("revoked"));
        }
        return file;
    }

    @Singleton
    Revocations revocations(RevocationFile file) {
        return new Revocations(file::keep);
    }

    @Context
    @Bean(preDestroy = "close")
    RevocationWatch watch(Transactions transactions, Revocations revocations, RevocationFile file, RevocationRecall recall,
            InstantSource clock) {
        return RevocationWatch.start(transactions, revocations, file.all(), () -> recall.recall(file.all()), clock);
    }

    /// Takes the watch as an argument so that no connection is accepted before the revocations are known.
    @Context
    @Bean(preDestroy = "close")
    Broker broker(DataFolder data, BrokerSettings settings, NodeSettings node, Authority authority, Revocations revocations,
            RevocationWatch known, RevocationFile file, Transactions transactions, InstantSource clock, SecureRandom chance) {
        return switch (settings.which()) {
            case EMBEDDED -> EmbeddedBroker.start(data.resolve("broker"), settings, authority, revocations, chance);
            case EXTERNAL -> {
                String name = new Bearer.Node(node.node()).commonName();
                String folder = settings.folder();
                yield ExternalBroker.open(settings,
                        Optional.ofNullable(folder).map(path -> new MosquittoFolder(Path.of(path), settings, authority)),
                        new SessionEnder(node.host(), node.port(settings), authority),
                        now -> transactions.unfenced(handle -> {
                            NodeStore.seen(handle, name, now);
                            return NodeStore.view(handle, now).besides(file.all(), now);
                        }), revocations, clock);
            }
        };
    }

    /// The certificate of the HTTPS port, made anew at each start, so that a changed list of names takes effect.
    @Singleton
    @Named(ListenerCertificate.NAME)
    ListenerCertificate certificate(Authority authority, @Value("${lintel.https.names}") List<String> names) {
        return new ListenerCertificate(authority.server(names));
    }
}
