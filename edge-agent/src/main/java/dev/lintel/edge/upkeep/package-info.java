/// What a door does for itself once a day, while nobody is there.
///
/// Purpose: remove what is kept no longer, so that a card never fills up over the years.
///
/// Invariants: a touch never waits for upkeep longer than for another touch, so everything is done in small steps with a
/// second between them. With a clock that nobody has vouched for nothing is old, and nothing is removed.
///
/// Threading: looked at on the door's thread about once a second, which only hands over and returns.
@NullMarked
package dev.lintel.edge.upkeep;

import org.jspecify.annotations.NullMarked;
