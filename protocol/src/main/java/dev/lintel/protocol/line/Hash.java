package dev.lintel.protocol.line;

/// The hash of an entry and, through its predecessor, of everything before it: 64 lower-case hexadecimal characters.
public record Hash(String hex) {

    private static final int CHARACTERS = 64;

    /// What stands before the first entry of every log.
    public static final Hash START = new Hash("0".repeat(64));

    public Hash {
        if (!isWellFormed(hex)) {
            throw new IllegalArgumentException("a hash has 64 hexadecimal characters");
        }
    }

    private static boolean isWellFormed(String hex) {
        for (int i = 0; i < hex.length(); i++) {
            char c = hex.charAt(i);
            if ((c < '0' || c > '9') && (c < 'a' || c > 'f')) {
                return false;
            }
        }
        return hex.length() == CHARACTERS;
    }

    @Override
    public String toString() {
        return hex;
    }
}
