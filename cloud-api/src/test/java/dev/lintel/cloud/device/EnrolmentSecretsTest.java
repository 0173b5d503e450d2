package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.EdgeId;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

@NullMarked
class EnrolmentSecretsTest {

    @Test
    void theSecretHas256BitsAndOnlyItsHashIsKept() {
        var token = EnrolmentSecrets.mint(EdgeId.of("a".repeat(26)), "h".repeat(43), new SecureRandom());
        assertThat(Base64.getUrlDecoder().decode(token.secret())).hasSize(32);
        assertThat(EnrolmentSecrets.hash(token)).hasSize(64).doesNotContain(token.secret());
    }
}
