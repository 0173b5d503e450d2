package dev.lintel.edge.time;

import dev.lintel.protocol.time.ClockReading;

/// Where the door's clock looks. Asked for every touch, from any thread, so it answers at once.
@FunctionalInterface
public interface Timepiece {

    ClockReading read();
}
