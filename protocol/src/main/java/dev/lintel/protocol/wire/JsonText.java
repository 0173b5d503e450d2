package dev.lintel.protocol.wire;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import dev.lintel.protocol.Limits;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Text to tree and back, bounded in depth, size and number of values, because the text may come from anybody.
final class JsonText {

    private static final JsonFactory FACTORY = JsonFactory.builder()
            .streamReadConstraints(StreamReadConstraints.builder()
                    .maxNestingDepth(Limits.JSON_DEPTH)
                    .maxStringLength(Limits.PACKET_BYTES)
                    .maxNumberLength(20)
                    .maxNameLength(200)
                    .build())
            .disable(JsonFactory.Feature.INTERN_FIELD_NAMES)
            .build();

    private JsonText() {}

    static Json read(byte[] bytes) {
        try (JsonParser parser = FACTORY.createParser(bytes)) {
            int[] budget = {Limits.JSON_VALUES};
            Json value = value(parser, parser.nextToken(), budget);
            if (parser.nextToken() != null) {
                throw new Malformed("something follows the value");
            }
            return value;
        } catch (IOException e) {
            throw new Malformed("not JSON as it is written here");
        }
    }

    private static Json value(JsonParser parser, @Nullable JsonToken token, int[] budget) throws IOException {
        if (token == null) {
            throw new Malformed("the text ends early");
        }
        if (budget[0]-- == 0) {
            throw new Malformed("more than " + Limits.JSON_VALUES + " values");
        }
        return switch (token) {
            case START_OBJECT -> object(parser, budget);
            case START_ARRAY -> array(parser, budget);
            case VALUE_STRING -> new Json.Text(whole(parser.getText()));
            case VALUE_NUMBER_INT -> new Json.Num(parser.getLongValue());
            case VALUE_TRUE -> new Json.Bool(true);
            case VALUE_FALSE -> new Json.Bool(false);
            case VALUE_NULL -> new Json.Nil();
            case VALUE_NUMBER_FLOAT, VALUE_EMBEDDED_OBJECT, NOT_AVAILABLE, END_OBJECT, END_ARRAY, FIELD_NAME ->
                throw new Malformed("a value of a kind that is not used here");
        };
    }

    private static Json object(JsonParser parser, int[] budget) throws IOException {
        Members.Read fields = new Members.Read();
        for (JsonToken token = parser.nextToken(); token == JsonToken.FIELD_NAME; token = parser.nextToken()) {
            String name = whole(parser.currentName());
            fields.add(name, value(parser, parser.nextToken(), budget));
        }
        return new Json.Obj(fields.whole());
    }

    private static Json array(JsonParser parser, int[] budget) throws IOException {
        List<Json> items = new ArrayList<>();
        for (JsonToken token = parser.nextToken(); token != JsonToken.END_ARRAY; token = parser.nextToken()) {
            items.add(value(parser, token, budget));
        }
        return new Json.Arr(items);
    }

    /// Half a surrogate pair has no UTF-8 form, so it could not be hashed or sent on.
    private static String whole(String text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean paired = Character.isHighSurrogate(c) && i + 1 < text.length()
                    && Character.isLowSurrogate(text.charAt(i + 1));
            if (paired) {
                i++;
            } else if (Character.isSurrogate(c)) {
                throw new Malformed("half a character");
            }
        }
        return text;
    }

    static void write(Json value, StringBuilder out) {
        switch (value) {
            case Json.Obj(Map<String, Json> fields) -> {
                String separator = "{";
                for (Map.Entry<String, Json> field : fields.entrySet()) {
                    out.append(separator);
                    quote(field.getKey(), out);
                    out.append(':');
                    write(field.getValue(), out);
                    separator = ",";
                }
                out.append(fields.isEmpty() ? "{}" : "}");
            }
            case Json.Arr(List<Json> items) -> {
                String separator = "[";
                for (Json item : items) {
                    out.append(separator);
                    write(item, out);
                    separator = ",";
                }
                out.append(items.isEmpty() ? "[]" : "]");
            }
            case Json.Text(String text) -> quote(text, out);
            case Json.Num(long number) -> out.append(number);
            case Json.Bool(boolean yes) -> out.append(yes);
            case Json.Nil _ -> out.append("null");
        }
    }

    /// Nearly every text goes out as it is, so it is looked through first and taken whole.
    private static void quote(String text, StringBuilder out) {
        out.append('"');
        int plain = 0;
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\' || c < 0x20) {
                out.append(text, plain, i).append('\\');
                if (c < 0x20) {
                    out.append("u00").append(Character.forDigit(c >> 4, 16)).append(Character.forDigit(c & 15, 16));
                } else {
                    out.append(c);
                }
                plain = i + 1;
            }
        }
        if (plain == 0) {
            out.append(text);
        } else {
            out.append(text, plain, text.length());
        }
        out.append('"');
    }
}
