/// Alarms: what somebody must look at, in one list.
///
/// An alarm is raised in the transaction of what it tells of ([dev.lintel.cloud.booking.LineDesk]): a row, an event on the
/// floor's live channel, a line of the trail; after the commit a line in the log and a count. Here it is only read, and marked
/// as seen. What each kind means and asks for stands in `docs/operations.md`.
///
///     raised ─► open ─► seen by somebody
///
/// Invariant: an alarm is never taken back and never told twice; seeing it changes nothing on the floor.
///
/// Threading: stateless beans.
@NullMarked
package dev.lintel.cloud.alarm;

import org.jspecify.annotations.NullMarked;
