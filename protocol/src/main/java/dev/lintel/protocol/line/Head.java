package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.Optional;

/// The part of an entry that no version ever changes, so that a party which cannot read the body still knows what to hold, and for whom.
///
/// @param space with the slot, what the entry may put on the calendar; both are absent for what touches no calendar
/// @param skippable may be parked unread without harm to any decision
public record Head(OperationId operation, Optional<SpaceId> space, Optional<Slot> slot, boolean skippable) {

    static Head about(OperationId operation, SpaceId space, Slot slot) {
        return new Head(operation, Optional.of(space), Optional.of(slot), false);
    }

    static Head about(OperationId operation, Booking booking) {
        return about(operation, booking.space(), booking.slot());
    }

    /// Of a proposal: what it would put on the calendar.
    static Head proposing(OperationId operation, BookingCommand command, Optional<Request.Hold> hold) {
        if (command instanceof BookingCommand.Book book) {
            return about(operation, book.space(), book.slot());
        }
        return hold.map(h -> about(operation, h.space(), h.slot())).orElseGet(() -> bare(operation));
    }

    static Head bare(OperationId operation) {
        return new Head(operation, Optional.empty(), Optional.empty(), false);
    }
}
