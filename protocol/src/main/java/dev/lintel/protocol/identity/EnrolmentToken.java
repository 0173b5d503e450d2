package dev.lintel.protocol.identity;

import java.util.Base64;
import java.util.Optional;
import java.util.regex.Pattern;

/// What an admin carries to an edge, once: `lintel1.<edge id>.<hash of the cloud's root>.<secret>`.
///
/// The hash lets the edge know its cloud before it says a word; the secret lets the cloud know the edge, once.
///
/// @param authority SHA-256 of the cloud's root certificate, base64url without padding
/// @param secret at least 128 random bits, base64url without padding
public record EnrolmentToken(EdgeId edge, String authority, String secret) {

    /// A token has about 125 characters; the rest is room for a longer secret.
    public static final int MAXIMUM_CHARACTERS = 256;

    private static final String PREFIX = "lintel1";
    private static final int PARTS = 4;
    /// 32 bytes in base64url.
    private static final Pattern HASH = Pattern.compile("[A-Za-z0-9_-]{43}");
    /// 16 to 64 bytes in base64url.
    private static final Pattern SECRET = Pattern.compile("[A-Za-z0-9_-]{22,86}");

    public EnrolmentToken {
        if (!HASH.matcher(authority).matches()) {
            throw new IllegalArgumentException("an authority is named by 32 bytes in base64url");
        }
        if (!SECRET.matcher(secret).matches()) {
            throw new IllegalArgumentException("a secret has 16 to 64 bytes in base64url");
        }
    }

    /// Empty for whatever is no token; white space around it (a file's last line end) is none of its business.
    public static Optional<EnrolmentToken> parse(String text) {
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

    /// The whole token, to be shown once.
    public String text() {
        return String.join(".", PREFIX, edge.toString(), authority, secret);
    }

    /// The bytes that the hash of the cloud's root must equal.
    public byte[] authorityHash() {
        return Base64.getUrlDecoder().decode(authority);
    }

    /// Never the secret: a token must not reach a log by way of a message.
    @Override
    public String toString() {
        return PREFIX + "." + edge + "...";
    }
}
