/// What sensors say about a room, and when that is enough to give it back.
///
/// **Purpose.** Readings and a moment go in, presence, health and a judgement come out, so a recording of a day can be replayed as a test and an argument settled by running it again.
///
/// **Invariants.** Any sensor may say that somebody is there; only healthy ones, of two technologies, that have not contradicted each other ([dev.lintel.protocol.presence.Plausibility]), can say that nobody is. Every number stands in
/// [dev.lintel.protocol.presence.Thresholds]. Whether the booking itself may be released is decided once more by the booking rules.
///
/// **Threading.** Pure functions over immutable values.
@NullMarked
package dev.lintel.protocol.presence;

import org.jspecify.annotations.NullMarked;
