package dev.lintel.edge.unlock;

import dev.lintel.protocol.identity.Verifier;
import java.nio.charset.StandardCharsets;
import java.util.HexFormat;
import org.bouncycastle.crypto.generators.Argon2BytesGenerator;
import org.bouncycastle.crypto.params.Argon2Parameters;

/// Argon2id with the parameters of [Verifier]. It takes 19 MiB while it runs, so only one runs at a time.
final class Derivation {

    private Derivation() {}

    static String of(String text, String salt) {
        Argon2BytesGenerator argon = new Argon2BytesGenerator();
        argon.init(new Argon2Parameters.Builder(Argon2Parameters.ARGON2_id)
                .withVersion(Argon2Parameters.ARGON2_VERSION_13)
                .withMemoryAsKB(Verifier.MEMORY_KIB)
                .withIterations(Verifier.PASSES)
                .withParallelism(Verifier.LANES)
                .withSalt(HexFormat.of().parseHex(salt))
                .build());
        byte[] hash = new byte[Verifier.HASH_BYTES];
        argon.generateBytes(text.getBytes(StandardCharsets.UTF_8), hash);
        return HexFormat.of().formatHex(hash);
    }
}
