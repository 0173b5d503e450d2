package dev.lintel.cloud.store;

import io.micronaut.context.annotation.ConfigurationProperties;
import io.micronaut.core.bind.annotation.Bindable;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/// Where the database is. Without a URL the cloud starts its own PostgreSQL in the data folder.
///
/// @param url a JDBC URL of PostgreSQL, or nothing for the embedded one
/// @param username the owner of the tables: it migrates, and it must be allowed to create the role `lintel_app`
/// @param password of the owner; `lintel_app` gets one that is derived from it, the same for every replica
/// @param passwordFile the same in a file that others may not read; where it is set it counts
/// @param connections how many transactions run at once; more only queue inside PostgreSQL instead of here
@ConfigurationProperties("lintel.database")
public record DatabaseSettings(@Nullable String url, @Bindable(defaultValue = "lintel_owner") String username,
        @Nullable String password, @Nullable Path passwordFile, @Bindable(defaultValue = "16") int connections) {}
