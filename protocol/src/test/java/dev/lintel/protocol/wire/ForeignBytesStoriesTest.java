package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.line.Body;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Scenario 16, as far as it needs no broker: what is corrupted, cut off, too large or of another place is refused, with a reason to count. A replay is refused by the line's own sequence and chain.
class ForeignBytesStoriesTest {

    private static final byte[] GOOD = new Codec()
            .encode(Samples.logOf(new Body.Observed("motion", java.util.Optional.of(Samples.ASPEN), Samples.NINE)));

    @ParameterizedTest(name = "{0}")
    @CsvSource(delimiter = '|', textBlock = """
            one word of the content changed           | motion     | silence     | the hash of entry 1 is not that of its content
            another number                            | "seq":1    | "seq":2     | the hash of entry 2 is not that of its content
            a name twice                              | "epoch":1  | "epoch":1,"epoch":1 | .*
            a number with a fraction                  | "epoch":1  | "epoch":1.5 | .*
            a negative epoch                          | "epoch":1  | "epoch":-1  | epoch is negative
            an id that is none                        | "floor":"0190 | "floor":"z190 | floor is not an id
            an instant that is none                   | 2026-03-02T09:00:00Z | yesterday | the hash of entry 1 is not that of its content
            a version before the first                | "v":1      | "v":0       | a version that is no longer read
            """)
    void scenario16AMessageThatWasTouchedIsRefused(String what, String from, String to, String reason) {
        String touched = new String(GOOD, StandardCharsets.UTF_8).replaceFirst(java.util.regex.Pattern.quote(from), to);
        assertThat(touched).isNotEqualTo(new String(GOOD, StandardCharsets.UTF_8));
        assertThat(new Codec().decode(touched.getBytes(StandardCharsets.UTF_8))).isInstanceOfSatisfying(Decoded.Refused.class,
                refused -> assertThat(refused.reason()).as(what).matches(reason));
    }

    @Test
    void scenario16ATruncatedMessageIsRefusedWhereverItWasCut() {
        for (int length = 0; length < GOOD.length; length++) {
            assertThat(new Codec().decode(Arrays.copyOf(GOOD, length))).isInstanceOf(Decoded.Refused.class);
        }
    }

    @Test
    void scenario16AnOversizedMessageIsRefusedUnread() {
        assertThat(new Codec().decode(new byte[Limits.PACKET_BYTES + 1]))
                .isEqualTo(new Decoded.Refused("larger than " + Limits.PACKET_BYTES + " bytes"));
    }

    @Test
    void scenario16ATopicOfAnotherShapeBelongsToNoEdge() {
        String edge = Topics.up(EdgeId.of("abcdefghijklmnopqrstuvwxyz"));
        for (String topic : List.of(edge + "/", "/" + edge, edge.replace("v1", "v2"), edge.replace("up", "sideways"),
                edge.replace("abc", "ABC"), "lintel/v1/e/#", "$share/x/" + edge)) {
            assertThat(Topics.edgeOf(topic)).as(topic).isEmpty();
        }
    }
}
