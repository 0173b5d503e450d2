/// What the cloud's administrators ask of this edge besides bookings: orders, how things should be, how things are.
///
/// Purpose: carry out an order once and answer it, however often it arrives; keep the settings that were wished for and say
/// which of them run; tell which panels belong here and how the edge is.
///
/// Invariants: an order's effect and its answer are one commit, so a repeated order gets its first answer also after a crash;
/// one past its time has no effect; a setting that is not understood is told as a problem and changes nothing.
///
/// Threading: asked by the link's thread, which waits; written by the door's.
@NullMarked
package dev.lintel.edge.fleet;

import org.jspecify.annotations.NullMarked;
