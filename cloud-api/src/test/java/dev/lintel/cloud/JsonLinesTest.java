package dev.lintel.cloud;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.spi.LoggingEvent;
import dev.lintel.protocol.wire.Json;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.slf4j.event.KeyValuePair;

class JsonLinesTest {

    @Test
    void aRecordIsOneLineWithItsOperationAndItsFacts() {
        var context = new LoggerContext();
        var event = new LoggingEvent("caller", context.getLogger("dev.lintel.test"), Level.INFO, "two\nlines", null, null);
        event.setMDCPropertyMap(Map.of("op", "the-operation"));
        event.addKeyValuePair(new KeyValuePair("seq", 7));
        var encoder = new JsonLines();
        encoder.start();

        byte[] line = encoder.encode(event);

        assertThat(line).endsWith((byte) '\n');
        assertThat(((Json.Obj) Json.parse(line)).fields()).containsEntry("op", new Json.Text("the-operation"))
                .containsEntry("seq", new Json.Text("7"))
                .containsEntry("message", new Json.Text("two\nlines"))
                .containsEntry("node", new Json.Text("cloud"));
        assertThat(new String(line, StandardCharsets.UTF_8).lines()).hasSize(1);
    }
}
