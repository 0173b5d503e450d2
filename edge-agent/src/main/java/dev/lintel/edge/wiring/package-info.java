/// What is connected to this machine, as a technician wrote it down.
///
/// Purpose: turn the settings under `lintel.rooms` into one checked, immutable [dev.lintel.edge.wiring.Wiring]: which
/// sensor of which room hangs on which pin. One sensor is one line of the file, so that what is wrong has a line.
///
/// Invariants: nothing is opened here, and nothing half right comes out: either the whole wiring, or every fault of it. Two
/// things never share a pin, and a pin that the machine itself needs is never given away.
///
/// Threading: pure; read by the starting thread, then immutable.
@NullMarked
package dev.lintel.edge.wiring;

import org.jspecify.annotations.NullMarked;
