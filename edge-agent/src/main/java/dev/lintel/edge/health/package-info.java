/// How this agent is: for a technician, for a supervisor, for a monitoring system.
///
/// Purpose: `/health` lists checks, each with what is wrong and what to do; `/metrics` gives the figures in the text form
/// of Prometheus.
///
/// Invariants: neither shows titles, names, keys or tokens. A missing cloud is not ill health: a door that answers
/// alone does what it is for.
///
/// Threading: handlers read volatile values and counters; nothing here waits for the door or the link.
@NullMarked
package dev.lintel.edge.health;

import org.jspecify.annotations.NullMarked;
