/// Who is at the door: checks the PIN or badge that a room asks for, from the floor's own copy, linked or not.
///
/// Purpose: an action that the room guards comes with what somebody typed or held to the reader; this says whose it is, or
/// refuses with a reason. What it says becomes the actor of the door log's entry.
///
/// Invariants: without an answer from here a guarded action is not decided. One computation is made at a time, never on the
/// door's thread: it takes longer than fifty touches. Wrong tries are counted by panel and by the person they are made
/// against, on the disk before they are answered, so that neither a restart nor a pulled plug buys another try. Neither a
/// PIN, nor a badge, nor a hash is ever written to a log.
///
/// Threading: [dev.lintel.edge.unlock.UnlockDesk] hands each check to one thread of its own and completes a future.
@NullMarked
package dev.lintel.edge.unlock;

import org.jspecify.annotations.NullMarked;
