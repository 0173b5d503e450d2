package dev.lintel.protocol.wire;

import java.util.regex.Pattern;

/// What a person shows for an action that the room's policy protects. It travels with that one action and is kept nowhere.
///
/// None of these says its content in [Object#toString], so that no log and no failed assertion ever holds a PIN.
public sealed interface Unlock {

    record Pin(String digits) implements Unlock {

        private static final Pattern FORM = Pattern.compile("[0-9]{4,12}");

        public Pin {
            if (!FORM.matcher(digits).matches()) {
                throw new IllegalArgumentException("a PIN has 4 to 12 digits");
            }
        }

        @Override
        public String toString() {
            return "Pin[hidden]";
        }
    }

    record Badge(String id) implements Unlock {

        private static final Pattern FORM = Pattern.compile("[A-Za-z0-9:._-]{1,64}");

        public Badge {
            if (!FORM.matcher(id).matches()) {
                throw new IllegalArgumentException("a badge's id has at most 64 letters and digits");
            }
        }

        @Override
        public String toString() {
            return "Badge[hidden]";
        }
    }

    /// Neither, or not in a form that could be right.
    record Unknown() implements Unlock {}
}
