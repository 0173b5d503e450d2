package dev.lintel.edge.pairing;

import dev.lintel.protocol.identity.PanelId;
import java.time.Instant;
import java.util.Optional;

/// One screen's attempt to belong here.
///
/// ```
/// Waiting ──code confirmed──► Confirmed ──(the screen comes back with its key)──► a panel
///    └──── ten minutes, five wrong tries ───► forgotten
/// ```
public sealed interface Pairing {

    /// Hash of the secret in the screen's cookie; in a browser without WebCrypto that secret becomes its key.
    String secretSha256();

    String code();

    /// What the screen will sign with, where it can.
    Optional<String> publicKey();

    Instant expiresAt();

    /// @param replaces the panel that this screen was so far
    record Waiting(String secretSha256, String code, Optional<String> publicKey, Optional<PanelId> replaces,
            Instant expiresAt, int wrongTries) implements Pairing {

        Waiting missed() {
            return new Waiting(secretSha256, code, publicKey, replaces, expiresAt, wrongTries + 1);
        }

        Confirmed confirmed(PanelId panel) {
            return new Confirmed(secretSha256, code, publicKey, expiresAt, panel);
        }

        /// The same words on both screens. They follow from the attempt itself, so they need not be kept or sent.
        public String phrase() {
            return Phrase.of(secretSha256 + publicKey.orElse(""));
        }
    }

    record Confirmed(String secretSha256, String code, Optional<String> publicKey, Instant expiresAt, PanelId panel)
            implements
                Pairing {}
}
