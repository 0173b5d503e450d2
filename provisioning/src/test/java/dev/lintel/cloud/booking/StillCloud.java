package dev.lintel.cloud.booking;

import dev.lintel.protocol.identity.IdSource;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.micronaut.context.ApplicationContext;
import io.micronaut.context.ApplicationContextConfiguration;
import io.micronaut.context.DefaultApplicationContext;
import io.micronaut.context.env.PropertySource;
import io.micronaut.inject.BeanDefinitionReference;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// The real cloud in which nothing happens of itself: production's desks, stores and PostgreSQL, wired as production wires them, without the threads, the broker and the web that would move them.
@SuppressWarnings("overrides")
final class StillCloud extends DefaultApplicationContext {

    private static final String CLOUD = "dev.lintel.cloud.";
    /// Of the framework what puts beans together, and none of its threads.
    private static final List<String> WIRING = List.of("io.micronaut.context.", "io.micronaut.inject.");
    private static final Set<String> FEATURES = Set.of("audit", "booking", "device", "notice", "store");
    /// What works by itself.
    private static final List<String> MOVING = List.of("Pump", "BellWire", "Decisions", "Broker", "Watch");

    private StillCloud(ApplicationContextConfiguration configuration) {
        super(configuration);
    }

    static StillCloud start(Path folder, InstantSource clock, IdSource ids) {
        StillCloud cloud = new StillCloud((ApplicationContextConfiguration) ApplicationContext.builder());
        cloud.getEnvironment()
                .addPropertySource(PropertySource.of("still",
                        Map.of("lintel.data", folder.toString(), "lintel.database.connections", 4)));
        cloud.registerSingleton(InstantSource.class, clock);
        cloud.registerSingleton(IdSource.class, ids);
        cloud.registerSingleton(SecureRandom.class, new SecureRandom());
        cloud.registerSingleton(MeterRegistry.class, new SimpleMeterRegistry());
        cloud.start();
        return cloud;
    }

    @Override
    @SuppressWarnings("rawtypes")
    protected List<BeanDefinitionReference> resolveBeanDefinitionReferences() {
        return super.resolveBeanDefinitionReferences().stream()
                .filter(reference -> stands(reference.getBeanDefinitionName()))
                .toList();
    }

    private static boolean stands(String name) {
        if (!name.startsWith(CLOUD)) {
            return WIRING.stream().anyMatch(name::startsWith);
        }
        String rest = name.substring(CLOUD.length());
        return FEATURES.contains(rest.substring(0, Math.max(0, rest.indexOf('.'))))
                && MOVING.stream().noneMatch(rest::contains);
    }

    /// As the owner of the database, past every fence: for what an administrator does with it outside the product.
    Connection owner(Path folder) throws IOException, SQLException {
        String port = Files.readString(folder.resolve("postgres-port")).strip();
        return DriverManager.getConnection("jdbc:postgresql://127.0.0.1:" + port + "/postgres", "lintel_owner",
                Files.readString(folder.resolve("database-password")).strip());
    }
}
