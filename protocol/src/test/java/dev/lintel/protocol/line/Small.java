package dev.lintel.protocol.line;

import java.util.List;
import java.util.Optional;

/// A world that is small enough to be visited whole.
///
/// @param <S> what it looks like at one instant
interface Small<S> {

    String name();

    S start();

    /// Everything that can happen next.
    List<? extends Reached<S>> next(S state);

    /// 64 bits of all that behaviour depends on.
    long fingerprint(S state);

    /// The first invariant that does not hold there.
    Optional<String> violation(S state);

    /// What this one step may not have done.
    Optional<String> wrongStep(S before, Reached<S> next);

    /// Where one thing that happens leads, in words.
    interface Reached<S> {

        String words();

        S state();

        Outcome outcome();
    }
}
