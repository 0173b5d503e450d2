/// Hardware that exists only in memory, for demos, tests and machines without pins.
///
/// Purpose: the whole agent runs without a soldering iron, and what its lights would show can be looked up.
/// Invariants: behaves as real lights do, except that nobody sees it. Threading: safe for all threads.
@NullMarked
package dev.lintel.edge.hardware.simulated;

import org.jspecify.annotations.NullMarked;
