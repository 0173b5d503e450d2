package dev.lintel.protocol.line;

import java.util.regex.Pattern;

/// The hash of an entry and, through its predecessor, of everything before it: 64 lower-case hexadecimal characters.
public record Hash(String hex) {

    private static final Pattern FORM = Pattern.compile("[0-9a-f]{64}");

    /// What stands before the first entry of every log.
    public static final Hash START = new Hash("0".repeat(64));

    public Hash {
        if (!FORM.matcher(hex).matches()) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal characters");
        }
    }

    @Override
    public String toString() {
        return hex;
    }
}
