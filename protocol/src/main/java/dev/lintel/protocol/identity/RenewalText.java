package dev.lintel.protocol.identity;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/// What an edge signs with its old key to get a certificate for a new one.
///
/// The text names both, so that a signature is good for this one exchange: whoever records it can only ask again for the
/// same certificate of a key they do not have. It therefore needs no time in it, which a Pi without a clock could not give.
public final class RenewalText {

    private RenewalText() {}

    /// @param certificate the present certificate, DER
    /// @param request the certificate request for the new key, DER
    public static byte[] of(byte[] certificate, byte[] request) {
        return ("lintel-renewal 1\n" + hash(certificate) + "\n" + hash(request)).getBytes(StandardCharsets.UTF_8);
    }

    private static String hash(byte[] content) {
        try {
            return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(content));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }
}
