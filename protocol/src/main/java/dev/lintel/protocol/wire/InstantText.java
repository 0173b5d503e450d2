package dev.lintel.protocol.wire;

import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;

/// The text of an instant. Whole seconds in UTC, which is how nearly every one is written here, are read digit by digit; anything else takes the long way.
final class InstantText {

    private static final String FORM = "0000-00-00T00:00:00Z";

    private InstantText() {}

    /// @throws java.time.DateTimeException where it is no instant
    static Instant parse(String text) {
        return isWholeSeconds(text) ? wholeSeconds(text) : Instant.parse(text);
    }

    /// Only what needs no second thought: a day that has 24 hours, hours that have 60 minutes.
    private static boolean isWholeSeconds(String text) {
        if (text.length() != FORM.length()) {
            return false;
        }
        for (int i = 0; i < FORM.length(); i++) {
            char form = FORM.charAt(i);
            char c = text.charAt(i);
            if (form == '0' ? c < '0' || c > '9' : c != form) {
                return false;
            }
        }
        return number(text, 11, 13) < 24 && number(text, 14, 16) < 60 && number(text, 17, 19) < 60;
    }

    private static Instant wholeSeconds(String text) {
        return LocalDate.of(number(text, 0, 4), number(text, 5, 7), number(text, 8, 10))
                .atTime(number(text, 11, 13), number(text, 14, 16), number(text, 17, 19))
                .toInstant(ZoneOffset.UTC);
    }

    private static int number(String text, int from, int to) {
        int number = 0;
        for (int i = from; i < to; i++) {
            number = 10 * number + text.charAt(i) - '0';
        }
        return number;
    }
}
