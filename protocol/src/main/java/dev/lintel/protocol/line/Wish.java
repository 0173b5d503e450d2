package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.SpaceId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// What a command would do to a booking's minutes, which is all that the question of ownership needs.
///
/// @param start of the booking as it is, or of the new one
/// @param from where it is
/// @param space where it would be
/// @param target the window it would have afterwards
/// @param added the minutes it does not have yet
record Wish(Instant start, SpaceId from, SpaceId space, Slot target, List<Slot> added) {

    static Wish of(BookingCommand.Book book) {
        return new Wish(book.slot().start(), book.space(), book.space(), book.slot(), List.of(book.slot()));
    }

    static Wish of(BookingCommand.Arrive arrive) {
        Booking there = arrive.arriving();
        return new Wish(there.slot().start(), there.space(), there.space(), there.slot(), List.of(there.slot()));
    }

    static Wish of(Booking booking, BookingCommand command, Instant now) {
        Slot slot = booking.slot();
        boolean lapsed = booking.phase() instanceof Phase.Released;
        return switch (command) {
            case BookingCommand.Move move -> new Wish(slot.start(), booking.space(), move.space(), move.slot(),
                    move.space().equals(booking.space()) ? beyond(slot, move.slot()) : List.of(move.slot()));
            case BookingCommand.Extend extend when extend.end().isAfter(slot.end()) ->
                taking(booking, slot.endingAt(extend.end()));
            case BookingCommand.StartEarly _ when now.isBefore(slot.start()) -> taking(booking, new Slot(now, slot.end()));
            case BookingCommand.CheckIn _,BookingCommand.UndoRelease _ when lapsed ->
                new Wish(slot.start(), booking.space(), booking.space(), slot, List.of(slot));
            case BookingCommand.TakeBack back when back.phase().decided() ->
                booking.phase().decided()
                        ? taking(booking, back.slot())
                        : new Wish(slot.start(), booking.space(), booking.space(), back.slot(), List.of(back.slot()));
            case BookingCommand.Arrive arrive -> of(arrive);
            case BookingCommand.Book _,BookingCommand.TakeBack _,BookingCommand.Extend _,BookingCommand.StartEarly _,BookingCommand.CheckIn _,BookingCommand.UndoRelease _,BookingCommand.Shorten _,BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.Release _,BookingCommand.Depart _ ->
                new Wish(slot.start(), booking.space(), booking.space(), slot, List.of());
        };
    }

    private static Wish taking(Booking booking, Slot target) {
        return new Wish(booking.slot().start(), booking.space(), booking.space(), target, beyond(booking.slot(), target));
    }

    /// R8: true where the door is the owner of the start and of every added minute.
    ///
    /// @param lines of the spaces, which differ where one of them has no door (R15)
    boolean ownedByDoor(Function<SpaceId, Line> lines) {
        return lines.apply(from).doorOwns(start) && added.stream().allMatch(lines.apply(space)::before);
    }

    boolean ownedByCloud(Function<SpaceId, Line> lines) {
        Line target = lines.apply(space);
        return !lines.apply(from).doorOwns(start) && added.stream().noneMatch(slot -> target.doorOwns(slot.start()));
    }

    /// R9: what is kept free for this wish until it is decided; a booking is never in its own way.
    Optional<Request.Hold> hold() {
        return added.isEmpty() ? Optional.empty() : Optional.of(new Request.Hold(space, target));
    }

    /// The parts of the second slot that the first does not cover.
    private static List<Slot> beyond(Slot had, Slot wanted) {
        if (!had.overlaps(wanted)) {
            return List.of(wanted);
        }
        List<Slot> parts = new ArrayList<>(2);
        if (wanted.start().isBefore(had.start())) {
            parts.add(new Slot(wanted.start(), had.start()));
        }
        if (wanted.end().isAfter(had.end())) {
            parts.add(new Slot(had.end(), wanted.end()));
        }
        return parts;
    }
}
