package dev.lintel.edge.copy;

import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import dev.lintel.protocol.line.Change;
import jakarta.inject.Singleton;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Whom the doors of this floor know. On the disk every hash is sealed with this machine's own secret.
@Singleton
public final class VerifierStore {

    /// Badges of one tenant share a salt; more than a few at once means that something is wrong, and each costs a computation.
    private static final int BADGE_SALTS = 3;

    private final CopyFile file;
    private final DoorSecret secret;

    VerifierStore(CopyFile file, DoorSecret secret) {
        this.file = file;
        this.secret = secret;
    }

    /// A person's PIN, as it lies on the disk.
    public record Known(PersonId person, String salt, String sealed) {}

    /// Whose door number that is.
    public Optional<Known> numbered(String number) throws SQLException {
        return file.read(reader -> {
            try (PreparedStatement select = reader
                    .prepareStatement("SELECT person_id, salt, sealed FROM verifier WHERE means = 'pin' AND number = ?")) {
                select.setString(1, number);
                try (ResultSet row = select.executeQuery()) {
                    return row.next()
                            ? Optional.of(new Known(PersonId.of(row.getString(1)), row.getString(2), row.getString(3)))
                            : Optional.empty();
                }
            }
        });
    }

    /// What a badge has to be computed with to be found.
    public List<String> badgeSalts() throws SQLException {
        return file.read(reader -> {
            List<String> salts = new ArrayList<>();
            try (PreparedStatement select = reader
                    .prepareStatement("SELECT DISTINCT salt FROM verifier WHERE means = 'badge' LIMIT " + BADGE_SALTS);
                    ResultSet row = select.executeQuery()) {
                while (row.next()) {
                    salts.add(row.getString(1));
                }
            }
            return salts;
        });
    }

    /// Whose badge has this hash.
    public Optional<PersonId> badge(String hash) throws SQLException {
        String sealed = secret.seal(hash);
        return file.read(reader -> {
            try (PreparedStatement select = reader
                    .prepareStatement("SELECT person_id FROM verifier WHERE means = 'badge' AND sealed = ?")) {
                select.setString(1, sealed);
                try (ResultSet row = select.executeQuery()) {
                    return row.next() ? Optional.of(PersonId.of(row.getString(1))) : Optional.empty();
                }
            }
        });
    }

    public String seal(String hash) {
        return secret.seal(hash);
    }

    static void write(Connection connection, Change.PutVerifiers put, DoorSecret secret) throws SQLException {
        if (put.anew()) {
            RowStore.run(connection, "DELETE FROM verifier");
        }
        for (PersonId person : put.forgotten()) {
            RowStore.run(connection, "DELETE FROM verifier WHERE person_id = ?", person.toString());
        }
        for (Verifier verifier : put.verifiers()) {
            // A number that has gone over to somebody else is theirs alone.
            if (verifier.number().isPresent()) {
                RowStore.run(connection, "DELETE FROM verifier WHERE number = ?", verifier.number().get());
            }
            RowStore.run(connection,
                    "INSERT OR REPLACE INTO verifier (person_id, means, number, salt, sealed) VALUES (?, ?, ?, ?, ?)",
                    verifier.person().toString(), verifier.means().slug(), verifier.number().orElse(null), verifier.salt(),
                    secret.seal(verifier.hash()));
        }
    }
}
