package dev.lintel.cloud.account;

import dev.lintel.protocol.identity.Verifier;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Password verifiers: argon2id with 19 MiB, two passes, one lane.
///
/// At most four are computed at once: that bounds the memory (76 MiB) and leaves processors for everybody who has
/// signed in already. Requests beyond it wait their turn on virtual threads.
@Singleton
public class Passwords {

    public static final int SHORTEST = 12;
    public static final int LONGEST = 200;

    private static final int MEMORY_KIB = Verifier.MEMORY_KIB;
    private static final int PASSES = Verifier.PASSES;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = Verifier.HASH_BYTES;
    private static final String PREFIX = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$";

    private final Semaphore turns = new Semaphore(4, true);
    private final SecureRandom chance;
    private final String nobodys;

    Passwords(SecureRandom chance) {
        this.chance = chance;
        this.nobodys = verifier("nobody has this password");
    }

    /// What to store so that the password can be checked and not be read.
    public String verifier(String password) {
        var salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return PREFIX + base64.encodeToString(salt) + "$" + base64.encodeToString(hash(password, salt));
    }

    /// Takes the same time whether or not there is a verifier, so that the time does not tell who has an account.
    public boolean matches(String password, Optional<String> verifier) {
        var parts = verifier.orElse(nobodys).split("\\$");
        var base64 = Base64.getDecoder();
        var equal = MessageDigest.isEqual(hash(password, base64.decode(parts[4])), base64.decode(parts[5]));
        return equal && verifier.isPresent();
    }

    /// What a PIN or a badge is recognised by at doors. The parameters are those of `Verifier`, which doors compute with too.
    public byte[] derived(String text, byte[] salt) {
        return hash(text, salt);
    }

    private byte[] hash(String password, byte[] salt) {
        turns.acquireUninterruptibly();
        try {
            var argon = new Argon2BytesGenerator();
            argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                    .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                    .withMemoryAsKB(MEMORY_KIB)
                    .withIterations(PASSES)
                    .withParallelism(1)
                    .withSalt(salt)
                    .build());
            var hash = new byte[HASH_BYTES];
            argon.generateBytes(password.getBytes(StandardCharsets.UTF_8), hash);
            return hash;
        } finally {
            turns.release();
        }
    }
}
