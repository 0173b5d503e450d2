package dev.lintel.protocol.line;

import java.util.Optional;

/// Whether a party may decide about a floor.
///
/// ```
/// Deciding ──fork────────► Stopped    Deciding ──cloud restored──► Doubting ──hello──► Deciding
///    ├──────superseded───► Stopped    Deciding ──copy unproven───► Doubting ──snapshot──► Deciding
///    └──────door retired─► Ended
/// ```
public sealed interface Standing {

    /// What the cloud says to a door whose epoch is over, and why that door has stopped.
    String SUPERSEDED = "superseded-epoch";

    record Deciding() implements Standing {}

    /// Its memory may lack what it once decided; it must hear the other side first.
    record Doubting(String reason) implements Standing {}

    /// Two histories exist, or another door has the floor; only an administrator's new epoch goes on from here.
    record Stopped(String reason) implements Standing {}

    /// The epoch is over.
    record Ended() implements Standing {}

    /// Why not, where it does not decide.
    default Optional<String> obstacle() {
        return switch (this) {
            case Deciding _ -> Optional.empty();
            case Doubting doubt -> Optional.of(doubt.reason());
            case Stopped stopped -> Optional.of(stopped.reason());
            case Ended _ -> Optional.of("epoch-ended");
        };
    }
}
