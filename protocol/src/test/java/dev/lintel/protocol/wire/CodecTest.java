package dev.lintel.protocol.wire;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class CodecTest {

    private final Codec codec = new Codec();

    @Test
    void anEntryWhoseContentWasTouchedIsRefused() {
        String log = new String(codec.encode(Samples.envelope("log")), StandardCharsets.UTF_8);
        String touched = log.replaceFirst("\"seq\":7,", "\"seq\":8,")
                .replaceFirst("\"what\":\"motion\"", "\"what\":\"silence\"");
        assertThat(touched).isNotEqualTo(log);
        assertThat(codec.decode(touched.getBytes(StandardCharsets.UTF_8))).isInstanceOf(Decoded.Refused.class);
    }

    @Test
    void aBodyOfALaterVersionIsKeptWithItsHead() {
        Entry entry = Samples.entries(List.of(new Body.Unreadable("teleported", "{\"kind\":\"teleported\",\"to\":\"roof\"}")))
                .getFirst();
        Entry read = LineJson.readEntry(Json.parse(LineJson.entry(entry).canonical()));
        assertThat(read).isEqualTo(entry);
        assertThat(read.head().slot()).isEqualTo(Optional.of(Samples.SLOT));
    }

    @Test
    void aKnownKindWithAnUnknownCommandIsUnreadableNotMalformed() {
        Body body = LineJson.readBody(Json.parse("{\"kind\":\"proposed\",\"command\":{\"kind\":\"juggle\",\"booking\":\""
                + Samples.BOOKING + "\"},\"version\":1}"));
        assertThat(body).isInstanceOf(Body.Unreadable.class);
    }

    @Test
    void fieldsThatThisVersionDoesNotKnowSurviveARoundTrip() {
        String later = new String(codec.encode(Samples.envelope("hello")), StandardCharsets.UTF_8)
                .replace("\"oldest\":1", "\"mood\":\"good\",\"oldest\":1")
                .replace("\"v\":1",
                        "\"v\":2,\"via\":\"lan\"");
        Decoded decoded = codec.decode(later.getBytes(StandardCharsets.UTF_8));
        assertThat(decoded).isInstanceOfSatisfying(Decoded.Read.class,
                read -> assertThat(new String(codec.encode(read.envelope(), read.tree()), StandardCharsets.UTF_8))
                        .isEqualTo(Json.parse(later).canonical()));
    }

    @Test
    void anOversizedPacketIsRefusedBeforeItIsRead() {
        assertThat(codec.decode(new byte[Limits.PACKET_BYTES + 1])).isInstanceOf(Decoded.Refused.class);
    }

    @Test
    void aMessageOfALaterVersionIsReadAsUnknown() {
        String text = "{\"body\":{},\"epoch\":1,\"floor\":\"" + Samples.FLOOR + "\",\"kind\":\"sing\",\"v\":3}";
        assertThat(codec.decode(text.getBytes(StandardCharsets.UTF_8))).isInstanceOfSatisfying(Decoded.Read.class,
                read -> assertThat(read.envelope().message()).isEqualTo(new Message.Unknown("sing")));
    }

    @Test
    void aFullBatchFitsOnePacket() {
        assertThat(codec.encode(Samples.envelope("feed")).length).isLessThan(Limits.PACKET_BYTES);
    }

    @Test
    void topicsAreReadBackToTheirEdge() {
        EdgeId edge = EdgeId.of("abcdefghijklmnopqrstuvwxyz");
        for (String topic : List.of(Topics.up(edge), Topics.down(edge), Topics.state(edge), Topics.metrics(edge))) {
            assertThat(Topics.edgeOf(topic)).contains(edge);
        }
        assertThat(Topics.edgeOf("lintel/v1/e/abcdefghijklmnopqrstuvwxyz/up/more")).isEmpty();
        assertThat(Topics.edgeOf("lintel/v1/e/+/up")).isEmpty();
    }
}
