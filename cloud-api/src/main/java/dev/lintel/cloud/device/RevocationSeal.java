package dev.lintel.cloud.device;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/// The first line of [RevocationFile]: whose it is, how long it is, and a hash over all that follows, each line after the one
/// before. Always of the same length, so that it is written over where it stands.
///
/// It is the revocation of a certificate that nobody can have, ended long ago, whose reason says all this: the version before,
/// which knows of no first line, reads it as that, and drops it as too old where it writes the file.
///
/// @param authority fingerprint of the root whose certificates these are
/// @param bytes of the whole file
record RevocationSeal(String authority, int lines, long bytes, String hash) {

    private static final String FIRST_WORDS = "0 " + "a".repeat(26) + " 1970-01-01T00:00:00Z lintel-revoked 1";
    private static final String NOTHING_YET = "0".repeat(64);
    private static final Pattern FORM = Pattern.compile(FIRST_WORDS + " (\\S+) (\\d{9}) (\\d{12}) ([0-9a-f]{64})\n");

    static RevocationSeal empty(String authority) {
        var unmeasured = new RevocationSeal(authority, 0, 0, NOTHING_YET);
        return new RevocationSeal(authority, 0, unmeasured.text().length(), NOTHING_YET);
    }

    static boolean isSealed(String file) {
        return file.startsWith(FIRST_WORDS);
    }

    static Optional<RevocationSeal> of(String firstLine) {
        var parts = FORM.matcher(firstLine);
        return parts.matches()
                ? Optional.of(new RevocationSeal(parts.group(1), Integer.parseInt(parts.group(2)),
                        Long.parseLong(parts.group(3)), parts.group(4)))
                : Optional.empty();
    }

    /// With one line more.
    ///
    /// @param line with its end; of letters that are a byte each
    RevocationSeal and(String line) {
        try {
            var chained = MessageDigest.getInstance("SHA-256").digest((hash + line).getBytes(StandardCharsets.UTF_8));
            return new RevocationSeal(authority, lines + 1, bytes + line.length(), HexFormat.of().formatHex(chained));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java has SHA-256", e);
        }
    }

    String text() {
        return String.format(Locale.ROOT, "%s %s %09d %012d %s\n", FIRST_WORDS, authority, lines, bytes, hash);
    }
}
