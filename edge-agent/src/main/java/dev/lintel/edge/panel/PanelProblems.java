package dev.lintel.edge.panel;

import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Problem;
import java.time.Instant;

/// What the agent itself refuses, before or after the rules had their say.
final class PanelProblems {

    private PanelProblems() {}

    static Problem busy() {
        return problem("door-busy", "Just a moment", "Many people are touching doors right now. Please try again.");
    }

    static Problem unready() {
        return problem("floor-unknown", "Not set up yet", "This door does not know its floor yet.");
    }

    static Problem notSaved() {
        return problem("not-saved", "Not saved", "The door could not save this, so nothing has changed.");
    }

    static Problem tooMany() {
        return problem("too-many-requests", "Too fast", "Too many touches in a short time. Please wait a moment.");
    }

    static Problem unknownAction() {
        return problem("unknown-action", "Not possible here", "This door's agent does not know this action yet.");
    }

    static Problem otherRoom() {
        return problem("not-allowed", "Not at this door", "This booking belongs to another room.");
    }

    static Problem alreadyKept(Instant releasesAt) {
        return new Problem("already-kept", "Kept once already", "Check in to keep the room.",
                Json.object().with("releasesAt", releasesAt.toString()));
    }

    static Problem nothingToKeep() {
        return problem("nothing-to-keep", "Nothing to keep", "The room is not about to be given back.");
    }

    private static Problem problem(String slug, String title, String detail) {
        return new Problem(slug, title, detail, Json.object());
    }
}
