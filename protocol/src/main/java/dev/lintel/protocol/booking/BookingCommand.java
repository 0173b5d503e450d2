package dev.lintel.protocol.booking;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Optional;

/// What somebody, or the door on evidence, wants done with a booking.
public sealed interface BookingCommand {

    BookingId booking();

    /// A new booking; the asker's shell made the id.
    record Book(BookingId booking, SpaceId space, Slot slot, Optional<PersonId> organiser, Optional<String> title,
            Origin origin) implements BookingCommand {}

    /// Another window, perhaps in another space of the floor.
    record Move(BookingId booking, SpaceId space, Slot slot) implements BookingCommand {}

    record Extend(BookingId booking, Instant end) implements BookingCommand {}

    record Shorten(BookingId booking, Instant end) implements BookingCommand {}

    /// It is over now, the rest of its slot is free.
    record End(BookingId booking) implements BookingCommand {}

    record Cancel(BookingId booking) implements BookingCommand {}

    record CheckIn(BookingId booking) implements BookingCommand {}

    /// Begin now instead of at the planned start, in a room that is free until then.
    record StartEarly(BookingId booking) implements BookingCommand {}

    /// Nobody came. Only a door's own evidence issues it.
    record Release(BookingId booking, Instant evidenceAt) implements BookingCommand {}

    record UndoRelease(BookingId booking) implements BookingCommand {}

    /// A slip of the finger: the booking becomes again what it was before.
    ///
    /// @param version that the touch led to; anything decided since keeps it
    /// @param slot and phase as they were; cancelled, where there was no booking before
    /// @param doneAt when it was touched, by the door's clock
    record TakeBack(BookingId booking, int version, Slot slot, Phase phase, Instant doneAt) implements BookingCommand {

        public TakeBack {
            doneAt = doneAt.truncatedTo(ChronoUnit.MILLIS);
        }

        /// Undoes what made a booking of nothing, or something else of what it was.
        public static TakeBack of(Optional<Booking> before, Booking after, Instant doneAt) {
            return new TakeBack(after.id(), after.version(), before.map(Booking::slot).orElse(after.slot()),
                    before.map(Booking::phase).orElseGet(() -> new Phase.Cancelled(doneAt)), doneAt);
        }
    }

    /// Let go here, because it goes to a space of another floor. Only the cloud asks it, of the floor where the booking is.
    record Depart(BookingId booking, SpaceId space, Slot slot) implements BookingCommand {}

    /// Keep these minutes for a booking of another floor until it is known whether it may leave there. Only the cloud asks it.
    ///
    /// @param arriving the booking as it will be here
    /// @param held whether the minutes are kept already
    record Arrive(Booking arriving, boolean held) implements BookingCommand {

        @Override
        public BookingId booking() {
            return arriving.id();
        }

        public Arrive kept() {
            return new Arrive(arriving, true);
        }
    }

    /// True for what no person asks: the two halves of a move to another floor.
    default boolean crosses() {
        return this instanceof Depart || this instanceof Arrive;
    }

    /// True for what asks for minutes that the booking does not have yet.
    default boolean takesTime() {
        return switch (this) {
            case Book _,Move _,Extend _,StartEarly _,UndoRelease _,TakeBack _,Arrive _ -> true;
            case Shorten _,End _,Cancel _,CheckIn _,Release _,Depart _ -> false;
        };
    }

    default String slug() {
        return switch (this) {
            case Book _ -> "book";
            case Move _ -> "move";
            case Extend _ -> "extend";
            case Shorten _ -> "shorten";
            case End _ -> "end";
            case Cancel _ -> "cancel";
            case CheckIn _ -> "check-in";
            case StartEarly _ -> "start-early";
            case Release _ -> "release";
            case UndoRelease _ -> "undo-release";
            case TakeBack _ -> "take-back";
            case Depart _ -> "depart";
            case Arrive _ -> "arrive";
        };
    }
}
