/// The door: whatever is touched, heard or sensed becomes one value on one queue, and one thread decides about it.
///
/// Purpose: load the floor, ask the shared rules, write what they say in one transaction, and only then answer and
/// announce. There is no business rule here; those are [dev.lintel.protocol.line.DoorSide]'s.
///
/// What waits at the same time shares a commit, because writing to a card costs the same for one touch as for twenty.
///
/// Invariants: nobody is answered before the commit; a step that could not be written did not happen, and the next one
/// starts from the state before it; a full queue refuses at once instead of letting a person wait for nothing.
///
/// Threading: [dev.lintel.edge.door.DoorDesk] runs on one platform thread (SQLite's native calls would pin a virtual one).
/// Its state is an immutable value that any thread may read. Watchers are called on the door's thread and must not wait.
@NullMarked
package dev.lintel.edge.door;

import org.jspecify.annotations.NullMarked;
