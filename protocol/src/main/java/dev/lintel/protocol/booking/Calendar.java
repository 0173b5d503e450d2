package dev.lintel.protocol.booking;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.List;
import java.util.Optional;

/// What a decision reads of the bookings: two questions, each answered by an index.
public interface Calendar {

    Optional<Booking> booking(BookingId id);

    /// Those that hold any part of the slot in that space: requested, confirmed or checked in ([Phase#holds]).
    List<Booking> holding(SpaceId space, Slot slot);
}
