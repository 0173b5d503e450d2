package dev.lintel.protocol.booking;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// One booking as a party sees it.
///
/// The version counts decisions about it, so that a change proposed against an older state can be told apart. A check-in is a fact and does not count.
/// The title, where there is one, is already reduced to what the space's privacy allows when it travels to a door.
public record Booking(BookingId id, SpaceId space, Slot slot, int version, Optional<PersonId> organiser, Optional<String> title,
        Origin origin, Instant madeAt, Phase phase) {

    public Booking {
        if (version < 1) {
            throw new IllegalArgumentException("versions start at 1");
        }
        if (title.isPresent() && title.get().length() > Limits.TITLE_CHARACTERS) {
            throw new IllegalArgumentException("a title has at most " + Limits.TITLE_CHARACTERS + " characters");
        }
        madeAt = madeAt.truncatedTo(ChronoUnit.MILLIS);
    }

    /// The next state after a decision about it.
    public Booking decided(Phase next) {
        return new Booking(id, space, slot, version + 1, organiser, title, origin, madeAt, next);
    }

    /// The next state after a decision about its window.
    public Booking moved(SpaceId toSpace, Slot toSlot) {
        return new Booking(id, toSpace, toSlot, version + 1, organiser, title, origin, madeAt, phase);
    }

    /// What it is at an instant. Nobody has to say that a meeting is over: one that was attended is completed when its end has passed, for both parties alike and without an entry.
    ///
    /// Stored rows keep the check-in, for that is what happened; it holds nothing after its end either way.
    public Booking asOf(Instant now) {
        return phase instanceof Phase.CheckedIn && !slot.end().isAfter(now) ? as(new Phase.Completed(slot.end())) : this;
    }

    /// What it becomes on another floor, where nobody has come to it yet.
    public Booking arriving(SpaceId toSpace, Slot toSlot) {
        return moved(toSpace, toSlot).as(new Phase.Confirmed());
    }

    /// The same decision seen differently: asked for, granted, turned down or attended.
    public Booking as(Phase other) {
        return new Booking(id, space, slot, version, organiser, title, origin, madeAt, other);
    }

    public Booking titled(Optional<String> shown) {
        return new Booking(id, space, slot, version, organiser, shown, origin, madeAt, phase);
    }
}
