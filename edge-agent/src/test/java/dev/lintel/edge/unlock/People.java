package dev.lintel.edge.unlock;

import dev.lintel.protocol.identity.Means;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// Verifiers as the cloud makes them, for the stories.
@NullMarked
public final class People {

    private static final String BADGE_SALT = "b0".repeat(16);

    private People() {}

    public static Verifier pin(PersonId person, String number, String pin) {
        String salt = number.repeat(8);
        return new Verifier(person, Means.PIN, Optional.of(number), salt, Derivation.of(pin, salt));
    }

    public static Verifier badge(PersonId person, String badge) {
        return new Verifier(person, Means.BADGE, Optional.empty(), BADGE_SALT, Derivation.of(badge, BADGE_SALT));
    }
}
