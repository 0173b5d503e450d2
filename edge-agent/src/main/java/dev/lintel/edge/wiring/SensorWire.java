package dev.lintel.edge.wiring;

import dev.lintel.protocol.presence.Technology;

/// One sensor of one room.
///
/// @param name unique in its room, for people: `ceiling`, `table`
/// @param activeLow the signal is low while the sensor sees something
public record SensorWire(String name, Technology technology, Source source, boolean activeLow) {}
