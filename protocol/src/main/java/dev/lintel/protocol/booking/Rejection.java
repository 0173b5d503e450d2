package dev.lintel.protocol.booking;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Why not, with the facts that a person or a program needs to do better.
///
/// The slug is the problem type of the API, the reason of a declined proposal and an anchor in `docs/problems.md`: it never changes.
public sealed interface Rejection {

    String slug();

    /// A confirmed or attended booking is in the way. Where an earlier end would do, the latest such end is told.
    record Taken(Slot by, Optional<Instant> latestEndAt) implements Rejection {
        @Override
        public String slug() {
            return "taken";
        }
    }

    /// An undecided request is in the way.
    record Held(Slot by) implements Rejection {
        @Override
        public String slug() {
            return "held";
        }
    }

    record RoomClosed(SpaceId space, String reason) implements Rejection {
        @Override
        public String slug() {
            return "room-closed";
        }
    }

    record UnknownSpace(SpaceId space) implements Rejection {
        @Override
        public String slug() {
            return "unknown-space";
        }
    }

    record UnknownBooking(BookingId booking) implements Rejection {
        @Override
        public String slug() {
            return "unknown-booking";
        }
    }

    record NotAllowed() implements Rejection {
        @Override
        public String slug() {
            return "not-allowed";
        }
    }

    /// The window was over before the wish could be decided.
    record TooLate(Instant overAt) implements Rejection {
        @Override
        public String slug() {
            return "too-late";
        }
    }

    /// People are in there; they can end it, nobody else can take it away.
    record InUse(Instant since) implements Rejection {
        @Override
        public String slug() {
            return "in-use";
        }
    }

    /// Decided against another state of the booking than the one the asker saw; this is the present one.
    record Changed(Booking now) implements Rejection {
        @Override
        public String slug() {
            return "changed";
        }
    }

    /// Already completed, cancelled, released or declined.
    record Over(String phase) implements Rejection {
        @Override
        public String slug() {
            return "over";
        }
    }

    record CheckInNotOpenYet(Instant opensAt) implements Rejection {
        @Override
        public String slug() {
            return "check-in-not-open-yet";
        }
    }

    /// The house takes no check-in that late.
    record CheckInClosed(Instant closedAt) implements Rejection {
        @Override
        public String slug() {
            return "check-in-closed";
        }
    }

    record AlreadyCheckedIn(Instant at) implements Rejection {
        @Override
        public String slug() {
            return "already-checked-in";
        }
    }

    record NotStarted(Instant startsAt) implements Rejection {
        @Override
        public String slug() {
            return "not-started";
        }
    }

    record TooShort(Duration minimum) implements Rejection {
        @Override
        public String slug() {
            return "too-short";
        }
    }

    record TooLong(Duration maximum) implements Rejection {
        @Override
        public String slug() {
            return "too-long";
        }
    }

    record TooFarAhead(Instant latestEndAt) implements Rejection {
        @Override
        public String slug() {
            return "too-far-ahead";
        }
    }

    /// An extension to an earlier end, or a shortening to a later one.
    record WrongDirection(Instant end) implements Rejection {
        @Override
        public String slug() {
            return "wrong-direction";
        }
    }

    /// A release before the grace is over, or about somebody who is there.
    record NotReleasable(Instant dueAt) implements Rejection {
        @Override
        public String slug() {
            return "not-releasable";
        }
    }

    /// The cloud has no eyes: only a door releases a no-show.
    record DoorOnly() implements Rejection {
        @Override
        public String slug() {
            return "door-only";
        }
    }

    record NothingToUndo() implements Rejection {
        @Override
        public String slug() {
            return "nothing-to-undo";
        }
    }

    /// The clock is not good enough for something that is relative to now.
    record ClockUncertain(Duration uncertainty) implements Rejection {
        @Override
        public String slug() {
            return "clock-uncertain";
        }
    }

    /// The id is already another booking's.
    record AlreadyExists(BookingId booking) implements Rejection {
        @Override
        public String slug() {
            return "already-exists";
        }
    }

    /// The other party runs a version that could not read the proposal.
    record NotUnderstood() implements Rejection {
        @Override
        public String slug() {
            return "not-understood";
        }
    }

    /// This floor decides nothing at present, for the reason given as a short stable word.
    record FloorStopped(String reason) implements Rejection {
        @Override
        public String slug() {
            return "floor-stopped";
        }
    }

    /// A late word of a door that has been replaced.
    record SupersededEpoch(long epoch) implements Rejection {
        @Override
        public String slug() {
            return "superseded-epoch";
        }
    }

    record TooManyRequests(int limit) implements Rejection {
        @Override
        public String slug() {
            return "too-many-open-requests";
        }
    }
}
