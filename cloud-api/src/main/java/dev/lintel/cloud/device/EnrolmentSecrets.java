package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.EnrolmentToken;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;

/// The cloud's half of a token: it makes the secret, and keeps only its SHA-256, which is enough for 256 random bits: there
/// is nothing to guess.
final class EnrolmentSecrets {

    /// The time between printing the token and starting the Pi; an admin who needs longer asks for another.
    static final Duration VALIDITY = Duration.ofHours(1);
    private static final int SECRET_BYTES = 32;

    private EnrolmentSecrets() {}

    static EnrolmentToken mint(EdgeId edge, String authority, SecureRandom chance) {
        var secret = new byte[SECRET_BYTES];
        chance.nextBytes(secret);
        return new EnrolmentToken(edge, authority, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    static String hash(EnrolmentToken token) {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(token.secret().getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }
}
