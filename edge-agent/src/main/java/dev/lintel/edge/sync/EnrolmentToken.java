package dev.lintel.edge.sync;

import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.Base64;
import java.util.EnumSet;
import java.util.Set;

/// The one-use token an admin carried here: `lintel1.<edge id>.<hash of the cloud's root>.<secret>`.
///
/// It names the cloud's authority by hash, so that this machine can tell its cloud from an impostor before it says a word.
public record EnrolmentToken(EdgeId edge, String authority, String text) {

    /// A token is about 110 characters; whatever is much longer is another file.
    private static final int LIMIT_BYTES = 512;
    private static final int HASH_BYTES = 32;
    private static final Set<PosixFilePermission> FOREIGN = EnumSet.complementOf(
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    /// A token, or the sentence that tells the technician what is wrong with the file.
    public sealed interface Reading {

        record Token(EnrolmentToken token) implements Reading {}

        record Unusable(String sentence) implements Reading {}
    }

    /// Reads the token from a file that only its owner may read: whoever else could read it could enrol in our place.
    public static Reading read(Path file) {
        try {
            Set<PosixFilePermission> permissions = EnumSet.copyOf(Files.getPosixFilePermissions(file));
            permissions.retainAll(FOREIGN);
            if (!permissions.isEmpty()) {
                return new Reading.Unusable("The token file " + file
                        + " may be read by others; ask for a new token, and keep it in a file of mode 0600.");
            }
            if (Files.size(file) > LIMIT_BYTES) {
                return new Reading.Unusable("The file " + file + " is too large to hold an enrolment token.");
            }
            return parse(Files.readString(file).strip());
        } catch (IOException e) {
            return new Reading.Unusable("The token file " + file + " cannot be read (" + e.getMessage() + ").");
        }
    }

    static Reading parse(String text) {
        String[] parts = text.split("\\.", -1);
        try {
            if (parts.length == 4 && parts[0].equals("lintel1") && !parts[3].isEmpty()) {
                byte[] hash = Base64.getUrlDecoder().decode(parts[2]);
                if (hash.length == HASH_BYTES) {
                    return new Reading.Token(new EnrolmentToken(EdgeId.of(parts[1]), parts[2], text));
                }
            }
        } catch (IllegalArgumentException notAToken) {
            // One sentence for every way of not being a token.
        }
        return new Reading.Unusable("The file holds no enrolment token; it reads lintel1.<edge>.<authority>.<secret>.");
    }

    /// SHA-256 of the root certificate that this edge's cloud leads back to.
    byte[] authorityHash() {
        return Base64.getUrlDecoder().decode(authority);
    }

    /// Never the secret: a token must not reach a log by way of a message.
    @Override
    public String toString() {
        return "lintel1." + edge + "...";
    }
}
