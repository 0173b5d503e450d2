package dev.lintel.edge.unlock;

import dev.lintel.protocol.identity.PersonId;
import java.time.Instant;
import java.util.List;

/// What the room's guard says to an action.
///
/// ```
/// nothing asked ──► Open
/// shown ──► By          known ──► Wrong ──again and again──► Locked
///      └─► Needed (nothing, or nothing that is taken here)   Busy | NotSaved: ask again
/// ```
public sealed interface Unlocked {

    /// Nobody needs to say who they are for this.
    record Open() implements Unlocked {}

    record By(PersonId person) implements Unlocked {}

    record Needed(List<String> accepts) implements Unlocked {}

    record Wrong(int triesLeft) implements Unlocked {}

    record Locked(Instant until) implements Unlocked {}

    /// More people are waiting to be recognised than anybody would wait for.
    record Busy() implements Unlocked {}

    /// A wrong try could not be counted, so it is not answered.
    record NotSaved() implements Unlocked {}
}
