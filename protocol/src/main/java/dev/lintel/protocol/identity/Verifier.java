package dev.lintel.protocol.identity;

import java.util.Optional;
import java.util.regex.Pattern;

/// What a door needs to recognise a person's PIN or badge, and nothing that says what it is: argon2id with the parameters
/// below over its text in UTF-8.
///
/// A PIN has a salt of its own and is typed behind the person's door number, so that one computation tells and wrong tries
/// can be counted for the one they are made against. A badge has no number; all badges of a tenant share a salt, so that one
/// computation finds whose it is.
///
/// @param number typed before the PIN; absent for a badge
/// @param salt as 32 hexadecimal digits
/// @param hash as 64 hexadecimal digits
public record Verifier(PersonId person, Means means, Optional<String> number, String salt, String hash) {

    public static final int MEMORY_KIB = 19 * 1024;
    public static final int PASSES = 2;
    public static final int LANES = 1;
    public static final int HASH_BYTES = 32;
    /// Digits of a door number. Fixed, so that what is typed can be taken apart.
    public static final int NUMBER_DIGITS = 4;
    /// Digits of the PIN behind it: at least six, because that is all there is to guess.
    public static final int PIN_SHORTEST = 6;
    public static final int PIN_LONGEST = 8;

    private static final Pattern NUMBER = Pattern.compile("[0-9]{" + NUMBER_DIGITS + "}");
    private static final Pattern SALT = Pattern.compile("[0-9a-f]{32}");
    private static final Pattern HASH = Pattern.compile("[0-9a-f]{" + 2 * HASH_BYTES + "}");

    public Verifier {
        if (number.isPresent() != (means == Means.PIN) || number.filter(n -> !NUMBER.matcher(n).matches()).isPresent()) {
            throw new IllegalArgumentException("a PIN has a door number of " + NUMBER_DIGITS + " digits, a badge has none");
        }
        if (!SALT.matcher(salt).matches() || !HASH.matcher(hash).matches()) {
            throw new IllegalArgumentException("salt and hash are hexadecimal");
        }
    }

    /// Without what could be tried against.
    @Override
    public String toString() {
        return "Verifier[" + person + " " + means.slug() + "]";
    }
}
