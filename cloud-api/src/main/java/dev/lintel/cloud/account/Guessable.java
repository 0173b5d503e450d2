package dev.lintel.cloud.account;

import com.nulabinc.zxcvbn.Zxcvbn;
import jakarta.inject.Singleton;
import java.util.List;

/// Whether a password is among the first that somebody would try: a common one or a variation of it, a row of keys, a date,
/// a repetition, a name that belongs to the account.
///
/// The dictionaries lie in the product (30,000 common passwords, names and words), so nothing about a password is asked of
/// anybody. Safe to share.
@Singleton
public class Guessable {

    /// Fewer guesses than this a patient machine makes in spite of the brake on sign-ins.
    private static final double GUESSES = 1e6;
    /// The search takes more than linear time, and 48 characters that are hard to guess do not become easy by more.
    private static final int LOOKED_AT = 48;

    private final Zxcvbn dictionary = new Zxcvbn();

    /// @param known words that belong to the account: its address, name, tenant
    public boolean is(String password, List<String> known) {
        var text = password.length() > LOOKED_AT ? password.substring(0, LOOKED_AT) : password;
        return dictionary.measure(text, known).getGuesses() < GUESSES;
    }
}
