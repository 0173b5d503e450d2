package dev.lintel.cloud.tenant;

import dev.lintel.cloud.store.DataFolder;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PostConstruct;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The file that proves that whoever sets the cloud up may read its data folder.
@Context
class SetupToken {

    private static final Logger LOG = LoggerFactory.getLogger(SetupToken.class);

    private final Path file;
    private final DataFolder data;
    private final Transactions transactions;
    private final TenantStore tenants;
    private final SecureRandom chance;

    SetupToken(DataFolder data, Transactions transactions, TenantStore tenants, SecureRandom chance) {
        this.file = data.resolve("setup-token");
        this.data = data;
        this.transactions = transactions;
        this.tenants = tenants;
        this.chance = chance;
    }

    @PostConstruct
    void offer() {
        if (!transactions.unfenced(tenants::isEmpty)) {
            burn();
            return;
        }
        data.secret("setup-token", () -> {
            var bytes = new byte[32];
            chance.nextBytes(bytes);
            return Base64.getUrlEncoder().withoutPadding().encodeToString(bytes);
        });
        LOG.info("This cloud has no tenant yet: send the token in {} to POST /api/v1/setup", file);
    }

    boolean matches(String given) {
        try {
            return Files.exists(file) && MessageDigest.isEqual(given.getBytes(StandardCharsets.UTF_8),
                    Files.readString(file).strip().getBytes(StandardCharsets.UTF_8));
        } catch (IOException e) {
            throw new UncheckedIOException("the setup token", e);
        }
    }

    /// A file that could not be removed is harmless: with a tenant there, no token is good.
    void burn() {
        try {
            Files.deleteIfExists(file);
        } catch (IOException e) {
            LOG.warn("The used setup token {} could not be removed: {}", file, e.getMessage());
        }
    }
}
