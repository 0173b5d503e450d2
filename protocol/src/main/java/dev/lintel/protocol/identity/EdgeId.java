package dev.lintel.protocol.identity;

import java.util.regex.Pattern;

/// Names an edge agent: 26 lower-case base32 characters, so that it can stand in a topic and in a certificate's common name without any escaping.
public record EdgeId(String value) implements Comparable<EdgeId> {

    private static final Pattern FORM = Pattern.compile("[a-z2-7]{26}");

    public EdgeId {
        if (!FORM.matcher(value).matches()) {
            throw new IllegalArgumentException("an edge id has 26 characters of a-z and 2-7");
        }
    }

    public static EdgeId of(String text) {
        return new EdgeId(text);
    }

    @Override
    public int compareTo(EdgeId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value;
    }
}
