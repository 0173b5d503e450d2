package dev.lintel.cloud.device;

import com.hivemq.configuration.service.InternalConfigurations;
import com.hivemq.embedded.EmbeddedExtension;
import com.hivemq.embedded.EmbeddedHiveMQ;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.KeyStore;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Comparator;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The embedded MQTT broker: one listener, mutual TLS, nothing kept on disk.
///
/// It forgets everything at a restart, and that is right: the two logs are in the two databases, and every message that
/// was under way is sent again. Its folder holds only what it must read from files, written anew at each start with
/// passwords that nobody has to know.
///
/// There is one per cloud: it cannot be clustered. A second replica may use it like an external one (its gate lets nodes
/// of the same authority in), but when the process that holds it ends, every replica is without a broker.
public final class EmbeddedBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(EmbeddedBroker.class);
    private static final long START_SECONDS = 60;
    private static final long STOP_SECONDS = 15;
    private static final int SHUTDOWN_GRACE_MILLIS = 100;
    private static final int PASSWORD_BYTES = 24;

    private final EmbeddedHiveMQ engine;

    private EmbeddedBroker(EmbeddedHiveMQ engine) {
        this.engine = engine;
    }

    /// Starts and waits until the listener accepts connections.
    static EmbeddedBroker start(Path folder, BrokerSettings settings, Authority authority, Revocations revocations,
            SecureRandom chance) {
        clear(folder);
        Path configuration = SecretFile.folder(folder.resolve("conf"));
        String password = password(chance);
        Credential server = authority.server(settings.names());
        Path keys = configuration.resolve("server.p12");
        Path trust = configuration.resolve("trust.p12");
        store(keys, server.keyStore(password.toCharArray()), password);
        store(trust, server.trustStore(), password);
        SecretFile.write(configuration.resolve("config.xml"), HiveMqText.xml(settings, keys, trust, password));
        var gate = new BrokerGate(authority, revocations);
        var extension = EmbeddedExtension.builder()
                .withId("lintel-gate")
                .withName("Lintel gate")
                .withVersion("1")
                .withExtensionMain(gate)
                .build();
        Thread.UncaughtExceptionHandler ours = Thread.getDefaultUncaughtExceptionHandler();
        EmbeddedHiveMQ engine = EmbeddedHiveMQ.builder()
                .withConfigurationFolder(configuration)
                .withDataFolder(SecretFile.folder(folder.resolve("data")))
                .withExtensionsFolder(SecretFile.folder(folder.resolve("extensions")))
                .withEmbeddedExtension(extension)
                .withoutLoggingBootstrap()
                .build();
        // The embedded form lets everybody in while nobody authenticates; a gate that failed to stand must mean nobody.
        InternalConfigurations.AUTH_DENY_UNAUTHENTICATED_CONNECTIONS.set(true);
        // Nothing it holds outlives it, so there is nothing to wait for when it stops.
        InternalConfigurations.PERSISTENCE_SHUTDOWN_GRACE_PERIOD_MSEC.set(SHUTDOWN_GRACE_MILLIS);
        try {
            engine.start().get(START_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            throw new IllegalStateException("The embedded broker did not start on port " + settings.port() + ".", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while the broker started", e);
        } finally {
            // The engine installs a handler for the whole process; how this process ends is not a broker's decision.
            Thread.setDefaultUncaughtExceptionHandler(ours);
        }
        var broker = new EmbeddedBroker(engine);
        if (!gate.standing()) {
            // Without a gate the engine would let every certificate of ours do everything.
            broker.close();
            throw new IllegalStateException("The embedded broker started without its gate and was stopped.");
        }
        LOG.atInfo()
                .addKeyValue("port", settings.port())
                .log("broker listening; it lives and ends with this process, so more replicas want lintel.broker.kind=external");
        return broker;
    }

    @Override
    public boolean endsWithUs() {
        return true;
    }

    @Override
    public void close() {
        try {
            engine.stop().get(STOP_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | TimeoutException e) {
            LOG.warn("the broker did not stop cleanly", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void store(Path file, KeyStore store, String password) {
        SecretFile.write(file, Credential.bytes(store, password.toCharArray()));
    }

    private static String password(SecureRandom chance) {
        var bytes = new byte[PASSWORD_BYTES];
        chance.nextBytes(bytes);
        return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
    }

    private static void clear(Path folder) {
        if (!Files.exists(folder)) {
            SecretFile.folder(folder);
            return;
        }
        try (var files = Files.walk(folder)) {
            for (Path file : (Iterable<Path>) files.sorted(Comparator.reverseOrder())::iterator) {
                if (!file.equals(folder)) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
