package dev.lintel.cloud.device;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.identity.EdgeId;
import java.security.SecureRandom;
import java.util.Base64;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
class EnrolmentTokenTest {

    private static final EdgeId EDGE = EdgeId.of("aaaaaaaaaaaaaaaaaaaaaaaaaa");

    @Test
    void whatIsPrintedIsWhatIsRead() {
        EnrolmentToken token = EnrolmentToken.mint(EDGE, "hash", new SecureRandom());
        assertThat(EnrolmentToken.parse(token.text() + "\n")).contains(token);
    }

    @Test
    void theSecretHas256BitsAndNeverShowsInText() {
        EnrolmentToken token = EnrolmentToken.mint(EDGE, "hash", new SecureRandom());
        assertThat(Base64.getUrlDecoder().decode(token.secret())).hasSize(32);
        assertThat(token.toString()).doesNotContain(token.secret());
        assertThat(token.secretHash()).doesNotContain(token.secret());
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lintel1", "lintel1.aaaa.hash.secret", "lintel2.aaaaaaaaaaaaaaaaaaaaaaaaaa.hash.secret",
            "lintel1.aaaaaaaaaaaaaaaaaaaaaaaaaa.hash.secret.more"})
    void anythingElseIsNoToken(String text) {
        assertThat(EnrolmentToken.parse(text)).isEmpty();
    }
}
