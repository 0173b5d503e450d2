package dev.lintel.protocol.identity;

import java.util.UUID;

/// The one textual form of a UUID: 36 characters, lower case.
///
/// `UUID.fromString` also takes shortened groups; two texts would then name one thing and hashes over text would differ.
final class UuidText {

    private UuidText() {}

    static UUID parse(String text) {
        UUID parsed = UUID.fromString(text);
        if (!parsed.toString().equals(text)) {
            throw new IllegalArgumentException("not a UUID in its usual lower-case form");
        }
        return parsed;
    }
}
