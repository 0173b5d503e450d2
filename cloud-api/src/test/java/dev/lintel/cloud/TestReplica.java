package dev.lintel.cloud;

import io.micronaut.context.ApplicationContext;
import io.micronaut.runtime.server.EmbeddedServer;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URI;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.awaitility.Awaitility;

/// A second replica beside [TestCloud], over the same database and with the same keys.
public final class TestReplica implements AutoCloseable {

    /// What replicas of one cloud share besides the database.
    private static final List<String> SHARED = List.of("token-key.json", "refresh-key", "authority");

    private final EmbeddedServer server;
    private final URI base;

    private TestReplica(EmbeddedServer server, URI base) {
        this.server = server;
        this.base = base;
    }

    /// A replica that speaks with the doors at the first one's broker, as it does.
    public static TestReplica beside(TestCloud cloud, Path folder) {
        return beside(cloud, folder, cloud.brokerPort());
    }

    /// A replica that answers people and never reaches a door: whatever doors say, the first one hears.
    public static TestReplica withoutLink(TestCloud cloud, Path folder) {
        return beside(cloud, folder, Ports.free());
    }

    private static TestReplica beside(TestCloud cloud, Path folder, int linkPort) {
        try {
            copyKeys(cloud.folder(), folder);
            var port = Ports.free();
            var settings = new LinkedHashMap<String, Object>(database(cloud));
            settings.putAll(Map.of("lintel.data", folder.toString(), "lintel.http.port", port, "lintel.https.port", -1,
                    "lintel.broker.port", Ports.free(), "lintel.link.node", "second", "lintel.link.port", linkPort));
            var context = ApplicationContext.builder().properties(settings).start();
            var server = context.getBean(EmbeddedServer.class).start();
            var replica = new TestReplica(server, URI.create("http://localhost:" + port));
            Awaitility.await()
                    .atMost(Duration.ofSeconds(60))
                    .ignoreExceptions()
                    .until(() -> new Api(replica.base).get("/health").status() == 200);
            return replica;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The settings with which another process reaches the database of a cloud that keeps its own.
    public static Map<String, Object> database(TestCloud cloud) throws IOException {
        var port = Files.readString(cloud.folder().resolve("postgres-port")).strip();
        return Map.of("lintel.database.url", "jdbc:postgresql://127.0.0.1:" + port + "/postgres", "lintel.database.password",
                Files.readString(cloud.folder().resolve("database-password")).strip());
    }

    public static void copyKeys(Path from, Path to) throws IOException {
        for (String name : SHARED) {
            var source = from.resolve(name);
            if (!Files.exists(source)) {
                continue;
            }
            try (var paths = Files.walk(source)) {
                for (Path path : paths.toList()) {
                    Files.copy(path, to.resolve(from.relativize(path)), StandardCopyOption.COPY_ATTRIBUTES);
                }
            }
        }
    }

    /// The same caller, asking this replica.
    public Api as(TestCloud.Member member) {
        return new Api(base, member.api().headers());
    }

    public <T> T bean(Class<T> type) {
        return server.getApplicationContext().getBean(type);
    }

    @Override
    public void close() {
        server.getApplicationContext().close();
    }
}
