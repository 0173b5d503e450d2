package dev.lintel.protocol.booking;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.List;

/// What a party counts as being in the way; the rules ask, the line knows.
@FunctionalInterface
public interface Obstacles {

    /// All that is in the way of that booking taking that slot. A booking is never in its own way.
    List<Obstacle> against(BookingId booking, SpaceId space, Slot slot);

    /// @param decided confirmed or attended, rather than an open request
    record Obstacle(Slot slot, boolean decided) {}
}
