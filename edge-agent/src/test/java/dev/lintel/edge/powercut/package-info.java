/// What is left on the disk when the power goes: the door's own code on real SQLite over a file system that records every
/// step, and from the recording every disk that a cut at any step may leave behind.
@org.jspecify.annotations.NullMarked
package dev.lintel.edge.powercut;
