package dev.lintel.provisioning.conversation;

import java.time.Instant;
import java.util.Optional;

/// One line of a conversation.
///
/// @param to whom it was said to; a decision is said to nobody
/// @param cargo the entry that a message of the line carried; empty for everything else
record Said(Instant at, String from, Optional<String> to, String words, Optional<Cargo> cargo) {

    static final String PANEL = "panel";
    static final String BROKER = "broker";
    static final String CLOUD = "cloud";
    static final String LISTENERS = "listeners";

    /// An entry on its way, named alike at both ends.
    record Cargo(String kind, long seq, boolean sent) {

        String name() {
            return kind + " " + seq;
        }

        boolean isTheSameAs(Cargo other) {
            return kind.equals(other.kind) && seq == other.seq;
        }
    }

    static Said note(Instant at, String who, String words) {
        return new Said(at, who, Optional.empty(), words, Optional.empty());
    }

    static Said message(Instant at, String from, String to, String words) {
        return new Said(at, from, Optional.of(to), words, Optional.empty());
    }

    static Said sent(Instant at, String from, String kind, long seq) {
        Cargo cargo = new Cargo(kind, seq, true);
        return new Said(at, from, Optional.of(BROKER), cargo.name(), Optional.of(cargo));
    }

    static Said heard(Instant at, String by, String kind, long seq, String what) {
        Cargo cargo = new Cargo(kind, seq, false);
        return new Said(at, BROKER, Optional.of(by), cargo.name() + ", " + what, Optional.of(cargo));
    }
}
