/// What a door does for itself once a day, while nobody is there.
///
/// Purpose: remove what is kept no longer, so that a card never fills up over the years; copy the floor's file and prove
/// the copy, for the day on which the file is damaged while the cloud is out of reach.
///
/// Invariants: a touch never waits for upkeep longer than for another touch, so everything is done in small steps with a
/// second between them. With a clock that nobody has vouched for nothing is old, and nothing is removed.
///
/// Threading: looked at on the door's thread about once a second, which only hands over and returns; backups are made by
/// a thread of their own (`backup`) that only reads.
@NullMarked
package dev.lintel.edge.upkeep;

import org.jspecify.annotations.NullMarked;
