package dev.lintel.edge.copy;

import dev.lintel.edge.settings.DataFolder;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.util.HexFormat;
import java.util.random.RandomGenerator;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/// What verifiers of PINs and badges are sealed with on this machine: made here, never told to anybody, and kept beside the
/// floor's file and not in it, so that a backup of the file cannot be tried against.
@Singleton
public final class DoorSecret {

    /// In the data folder.
    public static final String FILE = "door-secret";

    private static final int BYTES = 32;

    private final byte[] secret;

    @Inject
    DoorSecret(DataFolder folder, RandomGenerator chance) throws IOException {
        Path file = folder.resolve(FILE);
        if (!Files.exists(file) || Files.size(file) == 0) {
            byte[] fresh = new byte[BYTES];
            chance.nextBytes(fresh);
            DataFolder.ownerOnly(file);
            Files.writeString(file, HexFormat.of().formatHex(fresh), StandardOpenOption.WRITE, StandardOpenOption.SYNC);
        }
        this.secret = Files.readString(file).strip().getBytes(StandardCharsets.UTF_8);
    }

    DoorSecret(String secret) {
        this.secret = secret.getBytes(StandardCharsets.UTF_8);
    }

    /// The same text for the same hash, and of no use to anybody without this secret.
    public String seal(String hash) {
        try {
            Mac mac = Mac.getInstance("HmacSHA256");
            mac.init(new SecretKeySpec(secret, "HmacSHA256"));
            return HexFormat.of().formatHex(mac.doFinal(hash.getBytes(StandardCharsets.US_ASCII)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("every JDK has HMAC with SHA-256", e);
        }
    }
}
