package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.Generation;
import java.util.List;

/// A floor as the cloud has it at the beginning of an epoch. Both logs count from 1 again behind it.
///
/// @param line the door's from here on; never lower than the last one granted
/// @param covers up to where the door's log of the epoch before is contained; what the door wrote after that it writes again, first thing
public record Snapshot(long epoch, Generation generation, Line line, Mark covers, List<Space> spaces, List<Booking> bookings) {

    public Snapshot {
        spaces = List.copyOf(spaces);
        bookings = List.copyOf(bookings);
    }
}
