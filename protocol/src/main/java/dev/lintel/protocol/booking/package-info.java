/// Bookings and the rules about them.
///
/// **Purpose.** [dev.lintel.protocol.booking.BookingRules] is the one place that says what may become of a booking. "Who checks in late after a release?" is `checkIn` there.
///
/// **Invariants.** A phase carries its own data; a refusal is a value with facts. A decision is a function of the booking, the command, what is in the way and the moment:
/// asked twice it answers the same. Nothing here knows who may decide: that is the `line` package's question.
///
/// **Threading.** Immutable values; the rules keep no state between calls.
@NullMarked
package dev.lintel.protocol.booking;

import org.jspecify.annotations.NullMarked;
