/// What hangs beside a door besides the panel.
///
/// Purpose: one status light per space, lit from the door's state. Which light that is, a lamp on a pin or a value in
/// memory, is behind [dev.lintel.edge.hardware.StatusLights]; the simulated one is what demos and machines without
/// pins run.
///
/// Invariants: hardware shows and never decides; a light that fails costs a light, not a touch.
///
/// Threading: lights are set on the door's thread and read by any.
@NullMarked
package dev.lintel.edge.hardware;

import org.jspecify.annotations.NullMarked;
