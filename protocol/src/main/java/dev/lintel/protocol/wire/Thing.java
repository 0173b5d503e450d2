package dev.lintel.protocol.wire;

import java.util.regex.Pattern;

/// What a piece of configuration is about, in one word: `edge`, `panel:<id>`, `sensor:<name>`, `light:<name>`, or a person's
/// `pin:<id>` or `badge:<id>`.
public record Thing(String text) implements Comparable<Thing> {

    private static final String ID = "[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}";
    private static final Pattern FORM = Pattern.compile("edge|(panel|pin|badge):" + ID + "|(sensor|light):[a-z0-9-]{1,40}");

    /// The agent itself.
    public static final Thing EDGE = new Thing("edge");

    public Thing {
        if (!FORM.matcher(text).matches()) {
            throw new IllegalArgumentException("an edge, a panel, a sensor, a light, a pin or a badge was expected");
        }
    }

    public static Thing of(String text) {
        return new Thing(text);
    }

    /// What a person proves themselves by: written down, never told back.
    public boolean isCredential() {
        return text.startsWith("pin:") || text.startsWith("badge:");
    }

    @Override
    public int compareTo(Thing other) {
        return text.compareTo(other.text);
    }

    @Override
    public String toString() {
        return text;
    }
}
