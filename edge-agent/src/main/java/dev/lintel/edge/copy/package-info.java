/// The floor on disk: one SQLite file with the line, both logs' cursors, the door log and the floor's copy.
///
/// Purpose: keep what the door was told to keep. A touch is answered only after its transaction is on the disk, and the
/// file holds everything that one decision reads or writes, so one commit is one decision (rule R1 of the line).
///
/// Invariants: write-ahead log with `synchronous=FULL` (with less, a power cut loses acknowledged touches), asserted at
/// start and not only asked for; a SQLite that is old enough to damage such a file is refused; the file passes a quick
/// check before anything is read. All files are readable by the agent's user only. SQL lives in the `*Store` types.
///
/// Threading: one connection writes, and only the door's thread uses it. Others read through connections of their own,
/// which the write-ahead log lets them do at any time. These threads are platform threads: SQLite's native calls would
/// pin a virtual thread's carrier.
@NullMarked
package dev.lintel.edge.copy;

import org.jspecify.annotations.NullMarked;
