package dev.lintel.edge.panel;

import dev.lintel.edge.pairing.PairingDesk.Outcome;
import io.micronaut.http.HttpHeaders;
import io.micronaut.http.HttpStatus;
import io.micronaut.http.MutableHttpResponse;
import java.time.Duration;
import java.util.Locale;

/// Refusals about pairing in words.
final class PairingProblems {

    /// Wait this long where nobody knows better.
    private static final Duration AGAIN = Duration.ofMinutes(10);

    private PairingProblems() {}

    /// The refusal that an outcome is; anything else is an answer that its caller did not expect.
    static MutableHttpResponse<String> of(Outcome outcome) {
        if (!(outcome instanceof Outcome.Refused refused)) {
            throw new IllegalStateException("no refusal: " + outcome.getClass().getSimpleName().toLowerCase(Locale.ROOT));
        }
        String slug = refused.slug();
        return switch (slug) {
            case "too-many-codes" -> Problems.of(HttpStatus.TOO_MANY_REQUESTS, slug, "Too many codes",
                    refused.againAt().map(at -> "Pairing is possible again at " + at + ".").orElse("Try again later."))
                    .header(HttpHeaders.RETRY_AFTER, Long.toString(AGAIN.toSeconds()));
            case "unknown-code" -> Problems.of(HttpStatus.NOT_FOUND, slug, "No screen shows this code",
                    "Compare the code with the screen; after five wrong codes the screen needs a new one.");
            case "unknown-space" -> Problems.of(HttpStatus.UNPROCESSABLE_ENTITY, slug, "No such space",
                    "Name a space of this floor by its id or by its name.");
            case "unknown-panel" -> Problems.of(HttpStatus.NOT_FOUND, slug, "No such panel", "List the panels first.");
            case "floor-unknown" -> Problems.of(HttpStatus.SERVICE_UNAVAILABLE, slug, "Not set up yet",
                    "This door does not know its floor yet.");
            case "malformed" -> Problems.of(HttpStatus.BAD_REQUEST, slug, "Not a key",
                    "Send publicKey as the base64url of a P-256 key in SPKI form, or leave it out.");
            default -> Problems.of(HttpStatus.SERVICE_UNAVAILABLE, slug, "Not saved",
                    "The door could not save this, so nothing has changed.");
        };
    }
}
