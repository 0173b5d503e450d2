package dev.lintel.edge.hardware;

import java.time.Duration;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// Takes the bounces out of one input. Pure but for what it remembers; time is a running clock's nanoseconds, which no
/// time server moves.
///
/// A state counts once it has lasted. An input that never comes to rest is not quiet: it is reported to change all the
/// time, which the rules call chatter and do not believe.
///
/// ```
/// unknown ──a level that lasts──► settled ──another level──► restless ──it lasts──► settled
///                                    ▲                          │
///                                    └──the old level lasts─────┤  for too long ──► said to have changed, again and again
/// ```
final class Debounce {

    /// Contacts and the edges of long cables come to rest within a few milliseconds; no person is quicker than this.
    static final Duration SETTLES = Duration.ofMillis(50);
    /// Restless for so long, and so often said to have changed, is far beyond what the rules call chatter.
    static final Duration RESTLESS = Duration.ofMillis(500);

    /// A state that counts from now on.
    ///
    /// @param sinceNanos when it began
    record Change(boolean active, long sinceNanos) {}

    private @Nullable Boolean settled;
    private @Nullable Boolean level;
    private long levelSinceNanos;
    private @Nullable Long restlessSinceNanos;

    /// The input is on this level at that moment.
    Optional<Change> level(boolean now, long nanos) {
        // What was there before may have come to rest while nobody looked.
        Optional<Change> change = at(nanos);
        if (level == null || level != now) {
            level = now;
            levelSinceNanos = nanos;
            if (restlessSinceNanos == null) {
                restlessSinceNanos = nanos;
            }
        }
        return change;
    }

    /// Time has passed.
    Optional<Change> at(long nanos) {
        if (level == null || restlessSinceNanos == null) {
            return Optional.empty();
        }
        if (nanos - levelSinceNanos >= SETTLES.toNanos()) {
            restlessSinceNanos = null;
            boolean changed = settled == null || !settled.equals(level);
            settled = level;
            return changed ? Optional.of(new Change(level, levelSinceNanos)) : Optional.empty();
        }
        if (nanos - restlessSinceNanos >= RESTLESS.toNanos()) {
            restlessSinceNanos = nanos;
            settled = settled == null || !settled;
            return Optional.of(new Change(settled, nanos));
        }
        return Optional.empty();
    }

    /// What counts at present; empty before anything came to rest.
    Optional<Boolean> settled() {
        return Optional.ofNullable(settled);
    }

    /// Nothing is known any more: the input cannot be asked.
    void lost() {
        settled = null;
        level = null;
        restlessSinceNanos = null;
    }
}
