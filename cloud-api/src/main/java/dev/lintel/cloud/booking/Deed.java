package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.FloorPosition;
import java.time.Instant;
import java.util.Optional;

/// One thing that was asked, decided or found out about a booking: a line in its life, as `explain` tells it.
///
/// @param actor who did it where that is not whoever the input came from: `cloud`, or `sensor:<space>`
/// @param side the party that decided, or that took the wish
/// @param at when it happened, where its maker said so; otherwise only when it was recorded is known
/// @param now the booking afterwards, where it changed
/// @param answers the wish that this ends
/// @param floor where the floor stood before
record Deed(BookingId booking, OperationId operation, Optional<String> actor, Party side, Optional<Instant> at, What what,
        Optional<Booking> now, Optional<Asked> answers, FloorPosition floor) {

    /// An open wish.
    ///
    /// @param command its name, such as `cancel`
    record Asked(String command, Instant since) {}

    /// ```
    /// Proposed ──► Done | Declined          Done, Declined also at once
    /// Filed, TakenOver, GaveWay: what the end of an epoch or a restore leaves behind
    /// ```
    sealed interface What {

        record Done(BookingEvent event) implements What {}

        /// Asked of the other party; the answer is still to come.
        record Proposed(String command, Party awaiting, Optional<Slot> wanted) implements What {}

        record Declined(String command, Rejection why) implements What {}

        /// The word of a door that had been replaced; it has no effect.
        record Filed(long epoch) implements What {}

        /// The row changed without a decision here: a door told a restored cloud, or a contradiction waits to be healed.
        record TakenOver() implements What {}

        /// Confirmed here, and so was another at the door, after force or a lost disk: the door's stands (R13).
        record GaveWay(Rejection why) implements What {}

        default String slug() {
            return switch (this) {
                case Done done -> done.event().slug();
                case Proposed _ -> "proposed";
                case Declined _ -> "declined";
                case Filed _ -> "filed";
                case TakenOver _ -> "taken-over";
                case GaveWay _ -> "gave-way";
            };
        }
    }
}
