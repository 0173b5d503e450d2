package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.identity.Verifier;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;

/// What an entry says. Both logs share the vocabulary; who may say what is checked by the reader.
///
/// ```
/// feed (cloud to door)      Granted Happened Proposed Accepted Declined NotUnderstood SpaceSet PersonShown VerifiersSet
/// door log (door to cloud)           Happened Proposed Accepted Declined NotUnderstood Observed Late Closed
/// ```
public sealed interface Body {

    /// The line moves forward: what starts before it is the door's from here on.
    record Granted(Line line) implements Body {}

    /// The owner decided; this is the booking now.
    ///
    /// @param by who showed a PIN or badge for it at the door
    record Happened(BookingEvent event, Booking booking, Optional<PersonId> by) implements Body {

        public Happened(BookingEvent event, Booking booking) {
            this(event, booking, Optional.empty());
        }
    }

    /// A wish in the other party's part.
    ///
    /// @param version of the booking it was made against; 0 for a new one
    /// @param behind an earlier, then undecided wish about the same booking: accepted, its result is what this one was made against
    /// @param at when it was asked for, by the proposer's clock
    /// @param clockTrusted whether that clock was good enough for what is relative to now
    /// @param by who showed a PIN or badge for it at the door
    record Proposed(BookingCommand command, int version, Optional<OperationId> behind, Instant at,
            boolean clockTrusted, Optional<PersonId> by) implements Body {

        public Proposed(BookingCommand command, int version, Optional<OperationId> behind, Instant at, boolean clockTrusted) {
            this(command, version, behind, at, clockTrusted, Optional.empty());
        }

        public Proposed {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /// The answer to the proposal whose operation the head names, with the whole booking.
    record Accepted(BookingEvent event, Booking booking) implements Body {}

    record Declined(BookingId booking, Rejection why) implements Body {}

    /// The reader's version could not read that entry of the other log; its head is held and the line stands still until a snapshot.
    record NotUnderstood(long seq) implements Body {}

    /// Something was seen at the door; it takes part in no decision of the calendar.
    record Observed(String kind, Optional<SpaceId> space, Instant at) implements Body {
        public Observed {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /// An entry of another branch of this door's log, from an epoch that is over: never applied, but turned into a wish or filed (R13).
    record Late(long epoch, Entry entry) implements Body {}

    /// The last entry of a door that is retired.
    record Closed() implements Body {}

    /// A space of the floor as it is from now on.
    record SpaceSet(Space space) implements Body {}

    /// The name to show for a person on this floor, reduced by privacy; absent: show none.
    record PersonShown(PersonId person, Optional<String> name) implements Body {}

    /// What the doors' PINs and badges of some people are recognised by.
    ///
    /// @param anew everything known before is forgotten first
    /// @param forgotten people of whom everything is forgotten first
    record VerifiersSet(boolean anew, List<PersonId> forgotten, List<Verifier> verifiers) implements Body {
        public VerifiersSet {
            forgotten = List.copyOf(forgotten);
            verifiers = List.copyOf(verifiers);
        }
    }

    /// Written by a newer version: kept as it came.
    ///
    /// @param text the body's canonical JSON, which is what the hash covers
    record Unreadable(String kind, String text) implements Body {}
}
