/// What sensors report about the rooms of this floor, on its way to the rules.
///
/// Purpose: [dev.lintel.edge.presence.PresenceFeed] takes readings from whatever reports them (the sensors
/// of [dev.lintel.edge.hardware], real or simulated) and keeps as many as the pure rules of [dev.lintel.protocol.presence] need.
///
/// What is to be thought of each sensor, by what the others of its room saw, is followed over hours and remembered over
/// restarts ([dev.lintel.edge.presence.ReputeStore], written by the door).
///
/// Invariants: a room that no sensor has reported about has no presence, which is another thing than being empty; what is
/// kept of each sensor is bounded, and the beginning of its present state is never dropped, because a sensor that has been
/// saying one thing for days is broken.
///
/// Threading: reported and read by any thread.
@NullMarked
package dev.lintel.edge.presence;

import org.jspecify.annotations.NullMarked;
