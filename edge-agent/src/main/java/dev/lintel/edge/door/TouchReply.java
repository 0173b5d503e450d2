package dev.lintel.edge.door;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.line.Answer;
import java.util.Optional;

/// What a touch came to.
///
/// ```
/// touch ──► Busy | Unready            nothing was decided, ask again
///       └─► decided ──commit──► Answered
///                    └─fails──► NotSaved   nothing happened
/// ```
public sealed interface TouchReply {

    /// The rules' answer, and it is on the disk.
    ///
    /// @param before the booking as it was right before this was decided
    record Answered(Answer answer, Optional<Booking> before) implements TouchReply {}

    /// More touches are waiting than a person would wait for.
    record Busy() implements TouchReply {}

    /// This edge does not know its floor yet.
    record Unready() implements TouchReply {}

    /// The disk refused; the calendar is as it was.
    record NotSaved() implements TouchReply {}
}
