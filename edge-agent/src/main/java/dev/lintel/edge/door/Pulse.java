package dev.lintel.edge.door;

import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.time.Moment;

/// What has to be looked at as time passes. Called on the door's thread, about once a second; it hands over and returns.
@FunctionalInterface
public interface Pulse {

    void beat(DoorState state, Moment moment);
}
