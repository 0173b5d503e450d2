package dev.lintel.edge.pairing;

import java.time.Instant;

/// A panel with what it proves itself by, and how it came to be one.
///
/// @param by who confirmed it, as a person reads it
public record PairedPanel(Panel panel, Proof proof, Source source, Instant pairedAt, String by) {

    /// What a panel shows or does to be recognised.
    public sealed interface Proof {

        /// It shows a secret with this hash.
        record Secret(String sha256) implements Proof {}

        /// It signs with the private half of this P-256 key (SPKI, base64url), which its browser does not give away.
        record Key(String publicKey) implements Proof {}
    }

    /// Where the pairing came from.
    public enum Source {
        FILE, CODE;

        public String word() {
            return this == FILE ? "file" : "code";
        }
    }
}
