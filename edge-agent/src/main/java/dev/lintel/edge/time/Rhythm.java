package dev.lintel.edge.time;

import java.time.Duration;

/// How often the door looks at what time alone changes: a grace that is over, a light, a copy that is due.
///
/// @param beat between two looks; whoever stands at a door does not notice a second
public record Rhythm(Duration beat) {

    /// Below it the door would wait for nothing between two looks, and turn as fast as its processor can.
    private static final Duration LEAST = Duration.ofMillis(2);
    /// Of a beat. A wait ends a hair early or late, and must not put a look off to the wait after the next.
    private static final int SLACK = 10;

    public static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(1));

    public Rhythm {
        if (beat.compareTo(LEAST) < 0) {
            throw new IllegalArgumentException("a door looks at the time every " + LEAST + " at most, not every " + beat);
        }
    }

    /// As long as the door waits for something to do before it looks at the time again: two such waits are a beat.
    public Duration idle() {
        return beat.dividedBy(2);
    }

    /// Whether it is time to look.
    ///
    /// @param since the look before
    public boolean isDue(Duration since) {
        return since.compareTo(beat.minus(beat.dividedBy(SLACK))) >= 0;
    }
}
