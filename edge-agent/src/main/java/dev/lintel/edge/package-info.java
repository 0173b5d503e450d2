/// The edge agent: the door of one floor, on the machine beside it.
///
/// Purpose: start and stop. [dev.lintel.edge.Agent] is the composition root: it reads the settings, takes hold of the
/// data folder, opens the floor's copy, starts the door's thread, then the panel server, and last the link to the cloud,
/// which nothing else waits for.
///
/// Invariants: what can fail fails before the first port opens; what was opened is closed in reverse. Time, chance and
/// ids are asked from the machine in [dev.lintel.edge.Roots] and nowhere else.
///
/// Threading: the door decides on one platform thread of its own (`door`), the pump talks to the broker on another
/// (`sync`), the panel server's event loops only hand over and write answers.
@NullMarked
package dev.lintel.edge;

import org.jspecify.annotations.NullMarked;
