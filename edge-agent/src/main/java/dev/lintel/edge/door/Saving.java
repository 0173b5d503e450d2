package dev.lintel.edge.door;

import java.time.Instant;

/// Whether the door can save what it decides.
///
/// ```
/// Fine ──a commit fails──► Failing ──a commit or a trial succeeds──► Fine
/// ```
///
/// While it fails nothing is decided: every touch is answered with the refusal of the disk at once, and the calendar
/// stays as it was saved last.
public sealed interface Saving {

    /// @param at the last commit
    record Fine(Instant at) implements Saving {}

    /// @param since the first commit that failed
    /// @param reason what the disk said, as a sentence for the technician
    record Failing(Instant since, String reason) implements Saving {}
}
