package dev.lintel.provisioning.cable;

import java.time.Duration;

/// What a cable does with the bytes that enter it.
///
///     Clear ⇄ Cut, Silent, Slow      in any order, at any time
///
public sealed interface Weather {

    /// Everything passes at once.
    record Clear() implements Weather {}

    /// The cable is pulled: what was connected ends, and nobody gets through until it is plugged in again.
    record Cut() implements Weather {}

    /// Half open: connections stand and new ones are taken, but no byte arrives at the other end, and nobody is told.
    record Silent() implements Weather {}

    /// A poor line: each piece of at most 4 KiB arrives this much later, and no more than so many bytes in a second.
    record Slow(Duration delay, int bytesPerSecond) implements Weather {

        public Slow {
            if (delay.isNegative() || bytesPerSecond < 1) {
                throw new IllegalArgumentException("a slow cable has a delay of zero or more and lets some bytes through");
            }
        }
    }
}
