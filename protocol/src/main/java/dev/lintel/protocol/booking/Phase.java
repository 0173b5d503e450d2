package dev.lintel.protocol.booking;

import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;

/// Where a booking is in its life.
///
/// ```
/// Requested ──► Confirmed ──► CheckedIn ──► Completed
///     │            │  ▲           │
///     ▼            │  └─undo──┐   └─(before the start, nobody there)─► Cancelled
/// Declined         ├──► Departed (its life goes on, on another floor)
///                  ├──► Released ──(late check-in: a new life of the same id)──► CheckedIn
///                  └──► Cancelled
/// ```
public sealed interface Phase {

    /// Proposed to the other party and undecided; holds its slot against the proposer's own later decisions only.
    record Requested(Party awaiting) implements Phase {}

    /// Decided by the owner of the slot.
    record Confirmed() implements Phase {}

    /// Confirmed, and somebody is there.
    record CheckedIn(Instant at) implements Phase {
        public CheckedIn {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /// Over and used. Ended early is completed with an earlier end.
    record Completed(Instant at) implements Phase {
        public Completed {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /// Nobody came, so the door gave the room back. For a few minutes this can be undone.
    record Released(Instant at) implements Phase {
        public Released {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /// Withdrawn by a person.
    record Cancelled(Instant at) implements Phase {
        public Cancelled {
            at = at.truncatedTo(ChronoUnit.MILLIS);
        }
    }

    /// It has moved to another floor; there its life goes on, and this is the place it left.
    record Departed(SpaceId space, Slot slot) implements Phase {}

    /// A request that its owner turned down.
    record Declined(Rejection why) implements Phase {}

    /// True for what nobody may be booked into.
    default boolean decided() {
        return switch (this) {
            case Confirmed _,CheckedIn _ -> true;
            case Requested _,Completed _,Released _,Cancelled _,Departed _,Declined _ -> false;
        };
    }

    /// True for what holds its slot against at least its own party.
    default boolean holds() {
        return this instanceof Requested || decided();
    }

    /// The stable name in messages, tables and on screens.
    default String slug() {
        return switch (this) {
            case Requested _ -> "requested";
            case Confirmed _ -> "confirmed";
            case CheckedIn _ -> "checked-in";
            case Completed _ -> "completed";
            case Released _ -> "released";
            case Cancelled _ -> "cancelled";
            case Departed _ -> "departed";
            case Declined _ -> "declined";
        };
    }
}
