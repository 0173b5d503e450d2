package dev.lintel.protocol.booking;

/// The answer of the rules: what happened and the booking as it is now, or exactly why not.
public sealed interface Decision {

    record Made(BookingEvent event, Booking booking) implements Decision {}

    record Refused(Rejection why) implements Decision {}
}
