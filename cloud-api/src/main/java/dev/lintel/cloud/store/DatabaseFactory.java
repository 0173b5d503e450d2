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
        if (settings.url() != null) {
            return Database.open(settings, data, given(settings));
        }
        var password = data.secret("database-password", () -> {
            var bytes = new byte[32];
            chance.nextBytes(bytes);
            return HexFormat.of().formatHex(bytes);
        });
        return Database.open(settings, data, password);
    }

    private static String given(DatabaseSettings settings) {
        if (settings.passwordFile() != null) {
            return PasswordFile.read("lintel.database.password-file", settings.passwordFile());
        }
        if (settings.password() == null) {
            throw new StartRefused("lintel.database.url names a server but lintel.database.password-file is missing.");
        }
        return settings.password();
    }
}
