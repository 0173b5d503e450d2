/// What a technician decides about this machine, read once at start.
///
/// Purpose: turn properties (the agent's defaults, a file, environment variables, command line) into one checked,
/// immutable [dev.lintel.edge.settings.EdgeSettings], and take hold of the data folder.
///
/// Invariants: nothing of the agent starts while a setting is wrong, and every fault is reported in the same list, so
/// that a technician on a ladder fixes them in one go. A secret is never a setting: the enrolment token is read from a
/// file that only its owner may read.
///
/// Threading: used by the starting thread alone; what it hands out is immutable.
@NullMarked
package dev.lintel.edge.settings;

import org.jspecify.annotations.NullMarked;
