package dev.lintel.cloud.device;

import dev.lintel.protocol.identity.EdgeId;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.SecureRandom;
import java.time.Duration;
import java.util.Base64;
import java.util.HexFormat;
import java.util.Optional;

/// What an admin carries to the Pi, once: `lintel1.<edge id>.<hash of the root>.<secret>`.
///
/// The hash lets the Pi know its cloud before it sends anything; the secret lets the cloud know the Pi, once. The cloud
/// keeps only the secret's SHA-256, which is enough for a secret of 256 random bits: there is nothing to guess.
public record EnrolmentToken(EdgeId edge, String authority, String secret) {

    /// The time between printing the token and starting the Pi; an admin who needs longer asks for another.
    public static final Duration VALIDITY = Duration.ofHours(1);
    static final int MAXIMUM_CHARACTERS = 256;
    private static final String PREFIX = "lintel1";
    private static final int SECRET_BYTES = 32;
    private static final int PARTS = 4;

    static EnrolmentToken mint(EdgeId edge, String authority, SecureRandom chance) {
        var secret = new byte[SECRET_BYTES];
        chance.nextBytes(secret);
        return new EnrolmentToken(edge, authority, Base64.getUrlEncoder().withoutPadding().encodeToString(secret));
    }

    static Optional<EnrolmentToken> parse(String text) {
        if (text.length() > MAXIMUM_CHARACTERS) {
            return Optional.empty();
        }
        String[] parts = text.strip().split("\\.", -1);
        if (parts.length != PARTS || !parts[0].equals(PREFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new EnrolmentToken(EdgeId.of(parts[1]), parts[2], parts[3]));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }

    /// The whole token as it is shown, once.
    String text() {
        return String.join(".", PREFIX, edge.toString(), authority, secret);
    }

    String secretHash() {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(secret.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(hash);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every JDK has SHA-256", e);
        }
    }

    /// Never the secret: a token must not reach a log by way of a message.
    @Override
    public String toString() {
        return PREFIX + "." + edge + "...";
    }
}
