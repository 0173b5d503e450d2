package dev.lintel.cloud;

import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.slf4j.event.KeyValuePair;

/// One log record as one line of JSON: `time`, `level`, `logger`, `message`, `node`, and whatever the diagnostic
/// context holds, above all `op`, the operation id that joins the records of one touch or request; last the facts that
/// the record itself names, such as `floor` or `seq`.
///
/// The encoder that comes with the logging library fixes other field names; these are the same in every process of
/// the product, so that one query finds a touch from the panel to the webhook.
public final class JsonLines extends EncoderBase<ILoggingEvent> {

    private static final byte[] NOTHING = {};

    private final JsonFactory json = new JsonFactory();
    private final ThrowableProxyConverter stack = new ThrowableProxyConverter();
    private String node = "cloud";

    public void setNode(String node) {
        this.node = node;
    }

    @Override
    public void start() {
        stack.start();
        super.start();
    }

    @Override
    public byte[] headerBytes() {
        return NOTHING;
    }

    @Override
    public byte[] encode(ILoggingEvent event) {
        var line = new ByteArrayOutputStream(256);
        try (var out = json.createGenerator(line)) {
            out.writeStartObject();
            out.writeStringField("time", event.getInstant().toString());
            out.writeStringField("level", event.getLevel().toString());
            out.writeStringField("logger", event.getLoggerName());
            out.writeStringField("message", event.getFormattedMessage());
            out.writeStringField("node", node);
            for (Map.Entry<String, String> entry : event.getMDCPropertyMap().entrySet()) {
                out.writeStringField(entry.getKey(), entry.getValue());
            }
            List<KeyValuePair> facts = event.getKeyValuePairs();
            for (KeyValuePair fact : facts == null ? List.<KeyValuePair>of() : facts) {
                out.writeStringField(fact.key, String.valueOf(fact.value));
            }
            if (event.getThrowableProxy() != null) {
                out.writeStringField("stack", stack.convert(event));
            }
            out.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("writing to memory", e);
        }
        line.writeBytes("\n".getBytes(StandardCharsets.UTF_8));
        return line.toByteArray();
    }

    @Override
    public byte[] footerBytes() {
        return NOTHING;
    }
}
