package dev.lintel.cloud.account;

import dev.lintel.protocol.identity.Verifier;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Semaphore;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Password verifiers: argon2id with 19 MiB, two passes, one lane.
///
/// They are computed on a few threads of their own. Requests run on virtual threads, which share as many carriers as there
/// are processors and do not give one up while they compute: a dozen sign-ins would hold up everybody else's requests. Of
/// those that anybody may send only so many wait that the last one's turn comes soon. Whoever has signed in waits in front of
/// a few places of their own: somebody who adds a thousand people holds up no sign-in.
@Singleton
public class Passwords implements AutoCloseable {

    public static final int SHORTEST = 12;
    public static final int LONGEST = 200;

    private static final int MEMORY_KIB = Verifier.MEMORY_KIB;
    private static final int PASSES = Verifier.PASSES;
    private static final int SALT_BYTES = 16;
    private static final int HASH_BYTES = Verifier.HASH_BYTES;
    private static final String PREFIX = "$argon2id$v=19$m=" + MEMORY_KIB + ",t=" + PASSES + ",p=1$";

    /// Bounds the memory, 19 MiB each, and leaves a processor to everybody else.
    private static final int AT_ONCE = Math.clamp(Runtime.getRuntime().availableProcessors() - 1, 1, 4);
    /// With the places of those who have signed in these are 40 at most: at some 50 ms each on two processors the last of them
    /// waits two seconds.
    static final int STRANGERS = 32;
    static final int SIGNED_IN = 8;

    private final ExecutorService turns;
    private final Semaphore strangers = new Semaphore(STRANGERS);
    /// In order, or one who asks for many would pass those who ask for one.
    private final Semaphore signedIn = new Semaphore(SIGNED_IN, true);
    private final SecureRandom chance;
    private final String nobodys;

    @Inject
    Passwords(SecureRandom chance) {
        this(chance, Executors.newFixedThreadPool(AT_ONCE, Thread.ofPlatform().daemon().name("password-", 1).factory()));
    }

    /// @param turns on which passwords are computed; closed with this
    Passwords(SecureRandom chance, ExecutorService turns) {
        this.turns = turns;
        this.chance = chance;
        this.nobodys = verifier("nobody has this password");
    }

    /// What to store so that the password can be checked and not be read.
    public String verifier(String password) {
        var salt = new byte[SALT_BYTES];
        chance.nextBytes(salt);
        var base64 = Base64.getEncoder().withoutPadding();
        return PREFIX + base64.encodeToString(salt) + "$" + base64.encodeToString(inPlace(password, salt));
    }

    /// Nothing where too many strangers are waiting already.
    ///
    /// Takes the same time whether or not there is a verifier, so that the time does not tell who has an account.
    Optional<Boolean> matches(String password, Optional<String> verifier) {
        if (!strangers.tryAcquire()) {
            return Optional.empty();
        }
        try {
            return Optional.of(isOf(password, verifier));
        } finally {
            strangers.release();
        }
    }

    private boolean isOf(String password, Optional<String> verifier) {
        var parts = verifier.orElse(nobodys).split("\\$");
        var base64 = Base64.getDecoder();
        var equal = MessageDigest.isEqual(hash(password, base64.decode(parts[4])), base64.decode(parts[5]));
        return equal && verifier.isPresent();
    }

    /// What a PIN or a badge is recognised by at doors. The parameters are those of `Verifier`, which doors compute with too.
    public byte[] derived(String text, byte[] salt) {
        return inPlace(text, salt);
    }

    private byte[] inPlace(String text, byte[] salt) {
        signedIn.acquireUninterruptibly();
        try {
            return hash(text, salt);
        } finally {
            signedIn.release();
        }
    }

    private byte[] hash(String password, byte[] salt) {
        return CompletableFuture.supplyAsync(() -> argon2id(password, salt), turns).join();
    }

    private static byte[] argon2id(String password, byte[] salt) {
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
    }

    /// Whoever is waiting gets their turn still: one whose task were dropped would wait for ever.
    @Override
    @PreDestroy
    public void close() {
        turns.shutdown();
    }
}
