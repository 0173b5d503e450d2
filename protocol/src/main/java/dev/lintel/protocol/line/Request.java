package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.util.Optional;

/// A wish of ours that the other party has not answered yet. It ends with its answer and with nothing else.
///
/// @param seq of the entry that proposed it, in the proposer's log; the order in which they are decided
/// @param hold minutes that this wish would take for an existing booking; a new booking holds by its own row
public record Request(OperationId operation, long seq, BookingCommand command, int version, Optional<OperationId> behind,
        Instant at, Optional<Hold> hold) {

    /// Minutes kept free while the answer is open.
    public record Hold(SpaceId space, Slot slot) {

        boolean overlaps(SpaceId otherSpace, Slot other) {
            return space.equals(otherSpace) && slot.overlaps(other);
        }
    }

    Request asking(BookingCommand other) {
        return new Request(operation, seq, other, version, behind, at, hold);
    }

    Request numbered(long next) {
        return new Request(operation, next, command, version, behind, at, hold);
    }

    /// As it stands in the proposer's log.
    Body.Proposed proposal(boolean clockTrusted) {
        return new Body.Proposed(command, version, behind, at, clockTrusted);
    }

    /// At most one open wish of each kind per booking, so that the order of answers stays readable to a person.
    enum Kind {
        WINDOW, ENDING, ATTENDANCE
    }

    Kind kind() {
        return kind(command);
    }

    static Kind kind(BookingCommand command) {
        return switch (command) {
            case BookingCommand.Book _,BookingCommand.Move _,BookingCommand.Extend _,BookingCommand.Shorten _,BookingCommand.StartEarly _,BookingCommand.UndoRelease _,BookingCommand.TakeBack _,BookingCommand.Depart _,BookingCommand.Arrive _ ->
                Kind.WINDOW;
            case BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.Release _ -> Kind.ENDING;
            case BookingCommand.CheckIn _ -> Kind.ATTENDANCE;
        };
    }
}
