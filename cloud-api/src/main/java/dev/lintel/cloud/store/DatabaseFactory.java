package dev.lintel.cloud.store;

import io.micronaut.context.annotation.Bean;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Factory;
import io.micronaut.context.annotation.Value;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.HexFormat;

/// Opens the data folder and the database before anything listens, so that a refusal comes first.
@Factory
final class DatabaseFactory {

    @Context
    @Bean(preDestroy = "close")
    DataFolder dataFolder(@Value("${lintel.data}") String folder) {
        return DataFolder.open(Path.of(folder));
    }

    @Context
    @Bean(preDestroy = "close")
    Database database(DatabaseSettings settings, DataFolder data, SecureRandom chance) {
        var given = settings.password();
        if (settings.url() != null) {
            if (given == null) {
                throw new StartRefused("lintel.database.url names a server but lintel.database.password is missing.");
            }
            return Database.open(settings, data, given);
        }
        var password = data.secret("database-password", () -> {
            var bytes = new byte[32];
            chance.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
        return Database.open(settings, data, password);
    }
}
