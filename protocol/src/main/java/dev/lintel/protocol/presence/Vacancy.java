package dev.lintel.protocol.presence;

import java.time.Instant;

/// What is to be done about a booking nobody seems to have come to.
///
/// ```
/// Wait ──grace nearly over, no sign──► Warn ──nobody touched, no sign──► GiveBack
///   ▲                                    │
///   └── a sign, a check-in, a snooze ────┘            Keep: the evidence does not suffice, whatever happens
/// ```
public sealed interface Vacancy {

    /// Not yet; look again then.
    record Wait(Instant until) implements Vacancy {}

    /// Announce at the panel that the room is given back at that time.
    record Warn(Instant releaseAt) implements Vacancy {}

    /// Give it back: [dev.lintel.protocol.booking.BookingCommand.Release].
    record GiveBack(Instant evidenceAt) implements Vacancy {}

    /// This booking is not released, for a reason in a short stable word.
    record Keep(String reason) implements Vacancy {}
}
