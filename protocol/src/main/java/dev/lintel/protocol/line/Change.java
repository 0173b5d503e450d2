package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.Verifier;
import java.util.List;
import java.util.Optional;

/// One row to write (R1). A step's changes, its entries and nothing else are one transaction; each is an upsert or a delete by its key.
public sealed interface Change {

    record PutBooking(Booking booking) implements Change {}

    record PutRequest(Request request) implements Change {}

    record DropRequest(OperationId operation) implements Change {}

    record PutAnswer(OperationId operation, Answer answer) implements Change {}

    record PutSpace(Space space) implements Change {}

    record PutName(PersonId person, Optional<String> name) implements Change {}

    /// What a door recognises PINs and badges by. No decision of the calendar reads it, so a door's state does not hold it.
    ///
    /// @param anew everything known before is forgotten first
    /// @param forgotten people of whom everything is forgotten first
    record PutVerifiers(boolean anew, List<PersonId> forgotten, List<Verifier> verifiers) implements Change {}

    /// An entry of the other log that could not be read; what its head names stays held.
    record PutUnread(long seq, Head head) implements Change {}

    /// An entry of the other log that could not be read and that no decision waits for, with its bytes. The cloud keeps every entry of a door's log as it came, so there is nothing more to write there.
    record Park(Entry entry) implements Change {}

    /// Of the copy at a door, all bookings, open requests and what was unread; what stays follows as further changes. In the cloud only what was unread.
    record Emptied() implements Change {}

    /// A new epoch: both logs count from 1 again, entries are kept under their epoch, and what was unread of the old one is forgotten. At a door the bookings and open requests
    /// of the copy go too; what stays follows as further changes.
    record BeginEpoch(long epoch) implements Change {}

    /// Written by the cloud only.
    record PutFloor(FloorPosition floor) implements Change {}

    /// Written by a door only.
    record PutDoor(DoorPosition door) implements Change {}
}
