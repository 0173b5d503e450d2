package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorStore;

/// What belongs to a decision and is no part of the calendar: written in the decision's own transaction.
///
/// @param writing its rows
/// @param then what this process remembers of it, once it is on the disk and before anybody is told; on the door's thread
public record Besides(DoorStore.Writing writing, Runnable then) {}
