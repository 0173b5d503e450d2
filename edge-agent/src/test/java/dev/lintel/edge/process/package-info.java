/// The packaged agent as a process of its own: killed at any moment, and measured.
@org.jspecify.annotations.NullMarked
package dev.lintel.edge.process;
