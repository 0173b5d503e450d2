/// Hardware that exists only in memory, for demos, tests and machines without pins.
///
/// Purpose: the whole agent runs without a soldering iron. Sensors see what a demo's command line, a request from this machine
/// or a script tells them to ([dev.lintel.edge.hardware.simulated.SimulatedSensors], [dev.lintel.edge.hardware.simulated.ScenePlayer]); what a light would show can be looked up.
///
/// Invariants: held to the same contract tests as what is on pins; never a witness in a room that has a real sensor.
///
/// Threading: safe for all threads; a script plays on a thread of its own.
@NullMarked
package dev.lintel.edge.hardware.simulated;

import org.jspecify.annotations.NullMarked;
