package dev.lintel.edge.panel;

import dev.lintel.protocol.wire.Json;
import dev.lintel.protocol.wire.Problem;
import java.time.Instant;
import java.util.List;

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

    static Problem unlockNeeded(List<String> accepts) {
        return new Problem("unlock-needed", "Who is there?", "This room asks for a PIN or a badge here.",
                Json.object().with("accepts", Json.array(accepts, Json.Text::new)));
    }

    static Problem unlockWrong(int triesLeft) {
        return new Problem("unlock-wrong", "Not known here", "This PIN or badge is not known at this door.",
                Json.object().with("triesLeft", triesLeft));
    }

    static Problem unlockLocked(Instant until) {
        return new Problem("unlock-locked", "Too many tries", "PINs are not taken at this door for a while.",
                Json.object().with("until", until.toString()));
    }

    static Problem alreadyKept(Instant releasesAt) {
        return new Problem("already-kept", "Kept once already", "Check in to keep the room.",
                Json.object().with("releasesAt", releasesAt.toString()));
    }

    static Problem failed() {
        return problem("failed", "That did not work", "Something at this door went wrong; its log tells what.");
    }

    static Problem nothingToKeep() {
        return problem("nothing-to-keep", "Nothing to keep", "The room is not about to be given back.");
    }

    private static Problem problem(String slug, String title, String detail) {
        return new Problem(slug, title, detail, Json.object());
    }
}
