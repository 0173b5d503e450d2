package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.identity.BookingId;

/// What became of an operation; the first answer is the only one.
public sealed interface Answer {

    record Done(BookingEvent event, Booking booking) implements Answer {}

    record Refused(Rejection why) implements Answer {}

    /// Proposed to the other party; the answer comes through its log.
    record Waiting(Party awaiting, BookingId booking) implements Answer {}
}
