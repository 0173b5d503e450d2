/// What a clock is worth, and what may be decided with it.
///
/// **Purpose.** A door without a network has a clock of unknown quality. No safety rule uses it (the line is a place on the calendar), but what a person asks for "now" does.
///
/// **Invariants.** A quality only says how wrong the clock may be; what is permitted follows from that alone.
///
/// **Threading.** Immutable values.
@NullMarked
package dev.lintel.protocol.time;

import org.jspecify.annotations.NullMarked;
