package dev.lintel.protocol.line;

import java.util.List;

/// What one input did to a door: the next value, and what to write, send and tell.
///
/// @param changes rows to write
/// @param entries to append to the door log, in the same transaction
/// @param effects to carry out after the commit
public record DoorStep(DoorState state, List<Change> changes, List<Entry> entries, List<Effect> effects, Outcome outcome) {}
