package dev.lintel.edge.sync;

import dev.lintel.protocol.identity.EnrolmentToken;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermission;
import java.util.EnumSet;
import java.util.Set;

/// The file in which an admin carried a one-use token here.
final class TokenFile {

    /// A token is about 125 characters; whatever is much longer is another file.
    private static final int LIMIT_BYTES = 512;
    private static final Set<PosixFilePermission> FOREIGN = EnumSet.complementOf(
            EnumSet.of(PosixFilePermission.OWNER_READ, PosixFilePermission.OWNER_WRITE, PosixFilePermission.OWNER_EXECUTE));

    private TokenFile() {}

    /// A token, or the sentence that tells the technician what is wrong with the file.
    sealed interface Reading {

        record Token(EnrolmentToken token) implements Reading {}

        record Unusable(String sentence) implements Reading {}
    }

    /// Reads the token from a file that only its owner may read: whoever else could read it could enrol in our place.
    static Reading read(Path file) {
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
            return EnrolmentToken.parse(Files.readString(file))
                    .<Reading>map(Reading.Token::new)
                    .orElseGet(() -> new Reading.Unusable(
                            "The file holds no enrolment token; it reads lintel1.<edge>.<authority>.<secret>."));
        } catch (IOException e) {
            return new Reading.Unusable("The token file " + file + " cannot be read (" + e.getMessage() + ").");
        }
    }
}
