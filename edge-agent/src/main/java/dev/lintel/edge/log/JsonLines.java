package dev.lintel.edge.log;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.classic.spi.ThrowableProxyUtil;
import ch.qos.logback.core.encoder.EncoderBase;
import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Map;

/// Writes a log record as one line of JSON: `time`, `level`, `logger`, `thread`, `node`, `op` and the message.
///
/// The names are the same in every Lintel process, so that one query over all logs follows one operation.
public final class JsonLines extends EncoderBase<ILoggingEvent> {

    /// A message beyond this length is cut: a log line is for reading, and a flood must not fill a card.
    private static final int MESSAGE_LIMIT_CHARS = 4_000;

    private static final JsonFactory JSON = new JsonFactory();

    @Override
    public byte[] encode(ILoggingEvent event) {
        ByteArrayOutputStream line = new ByteArrayOutputStream(256);
        try (JsonGenerator json = JSON.createGenerator(line)) {
            json.writeStartObject();
            json.writeStringField("time", event.getInstant().toString());
            json.writeStringField("level", event.getLevel().toString());
            json.writeStringField("logger", event.getLoggerName());
            json.writeStringField("thread", event.getThreadName());
            json.writeStringField("node", event.getLoggerContextVO().getPropertyMap().getOrDefault("node", "edge"));
            for (Map.Entry<String, String> mark : event.getMDCPropertyMap().entrySet()) {
                json.writeStringField(mark.getKey(), mark.getValue());
            }
            json.writeStringField("message", cut(event.getFormattedMessage()));
            IThrowableProxy thrown = event.getThrowableProxy();
            if (thrown != null) {
                json.writeStringField("error", cut(ThrowableProxyUtil.asString(thrown)));
            }
            json.writeEndObject();
        } catch (IOException e) {
            throw new UncheckedIOException("memory does not fail", e);
        }
        line.write('\n');
        return line.toByteArray();
    }

    private static String cut(String text) {
        return text.length() <= MESSAGE_LIMIT_CHARS ? text : text.substring(0, MESSAGE_LIMIT_CHARS) + "...";
    }

    @Override
    public byte[] headerBytes() {
        return "".getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public byte[] footerBytes() {
        return "".getBytes(StandardCharsets.UTF_8);
    }
}
