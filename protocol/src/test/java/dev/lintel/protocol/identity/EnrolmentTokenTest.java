package dev.lintel.protocol.identity;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class EnrolmentTokenTest {

    private static final EdgeId EDGE = EdgeId.of("aaaaaaaaaaaaaaaaaaaaaaaaaa");
    private static final String HASH = "A".repeat(43);
    private static final String SECRET = "s3cr3t-".repeat(6) + "0";

    @Test
    void whatIsPrintedIsWhatIsRead() {
        var token = new EnrolmentToken(EDGE, HASH, SECRET);
        assertThat(EnrolmentToken.parse(token.text() + "\n")).contains(token);
        assertThat(token.authorityHash()).hasSize(32);
    }

    @Test
    void theSecretNeverShowsInText() {
        assertThat(new EnrolmentToken(EDGE, HASH, SECRET).toString()).doesNotContain("s3cr3t");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "lintel1", "lintel1.aaaa.HASH.SECRET", "lintel2.EDGE.HASH.SECRET",
            "lintel1.EDGE.HASH.SECRET.more",
            "lintel1.EDGE.short.SECRET", "lintel1.EDGE.HASH.short", "lintel1.EDGE.HASH.", "lintel1.EDGE.HASH.SECRET SECRET"})
    void anythingElseIsNoToken(String text) {
        String filled = text.replace("EDGE", EDGE.value()).replace("HASH", HASH).replace("SECRET", SECRET);
        assertThat(EnrolmentToken.parse(filled)).isEmpty();
    }

    @Test
    void whatIsSignedForARenewalNamesTheOldCertificateAndTheNewRequest() {
        byte[] one = {1};
        byte[] two = {2};
        assertThat(new String(RenewalText.of(one, two), StandardCharsets.UTF_8)).startsWith("lintel-renewal 1\n")
                .hasLineCount(3);
        assertThat(RenewalText.of(one, two)).isNotEqualTo(RenewalText.of(two, one)).isNotEqualTo(RenewalText.of(one, one));
    }
}
