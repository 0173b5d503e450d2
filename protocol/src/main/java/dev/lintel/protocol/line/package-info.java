/// The line: who may decide about a minute of a room's calendar, as two pure state machines.
///
/// **Purpose.** [dev.lintel.protocol.line.CloudSide] and [dev.lintel.protocol.line.DoorSide] take a state and an input and return what to write, append, tell and answer.
/// The two talk only through two append-only logs, the feed (cloud to door) and the door log, whose entries are chained by hash.
///
/// **Invariants.** What starts before the line is the door's, what starts at or after it the cloud's; the line never moves back within an epoch.
/// A step's changes and entries are written in one transaction or not at all. A request ends only with its answer.
///
/// **Threading.** Pure functions over immutable values; the `Work` classes are confined to one call. The shells make the steps of one floor serial.
@NullMarked
package dev.lintel.protocol.line;

import org.jspecify.annotations.NullMarked;
