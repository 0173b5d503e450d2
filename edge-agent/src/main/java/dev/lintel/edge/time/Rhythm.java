package dev.lintel.edge.time;

import java.time.Duration;

/// How often the door looks at what time alone changes: a grace that is over, a light, a copy that is due.
///
/// @param beat between two looks; whoever stands at a door does not notice a second
public record Rhythm(Duration beat) {

    public static final Rhythm USUAL = new Rhythm(Duration.ofSeconds(1));

    /// As long as the door waits for something to do before it looks at the time again.
    public Duration idle() {
        return beat.dividedBy(2);
    }
}
