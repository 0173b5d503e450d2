package dev.lintel.edge.panel;

import dev.lintel.edge.pairing.Panel;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/// Translates what a finger does into what the rules are asked.
@Singleton
final class PanelTouches {

    /// The longest extension a finger can mean; the house's own maximum is shorter.
    private static final int MINUTES_LIMIT = 24 * 60;

    private final IdSource ids;
    private final Slips slips;
    private final Returned returned;

    PanelTouches(IdSource ids, Slips slips, Returned returned) {
        this.ids = ids;
        this.slips = slips;
        this.returned = returned;
    }

    /// What an action stands for.
    sealed interface Meaning {

        record Command(BookingCommand command) implements Meaning {}

        /// One of the two that change no booking.
        record Other(PanelAction action) implements Meaning {}

        record NothingToUndo() implements Meaning {}

        record Unknown() implements Meaning {}
    }

    Meaning meaning(Panel panel, PanelAction action, DoorState state, Instant now, Optional<PersonId> by) {
        return switch (action) {
            case PanelAction.CheckIn(var booking) -> command(new BookingCommand.CheckIn(booking));
            case PanelAction.End(var booking) -> command(new BookingCommand.End(booking));
            case PanelAction.Cancel(var booking) -> command(new BookingCommand.Cancel(booking));
            case PanelAction.StartEarly(var booking) -> command(new BookingCommand.StartEarly(booking));
            case PanelAction.Book(Optional<Instant> start, int minutes) when minutes > 0 && minutes <= MINUTES_LIMIT -> command(
                    new BookingCommand.Book(ids.booking(), panel.space(),
                            Slot.of(start.orElse(now), Duration.ofMinutes(minutes)), by, Optional.empty(),
                            Origin.DOOR));
            case PanelAction.Extend(var booking, int minutes) when minutes > 0 && minutes <= MINUTES_LIMIT ->
                command(new BookingCommand.Extend(booking, end(state, booking, now).plus(Duration.ofMinutes(minutes))));
            case PanelAction.ExtendTo(var booking, Instant end) -> command(new BookingCommand.Extend(booking, end));
            case PanelAction.Shorten(var booking, Instant end) -> command(new BookingCommand.Shorten(booking, end));
            case PanelAction.Undo(var booking) -> undo(state, booking, now);
            case PanelAction.UndoOf(var operation) -> undo(state, operation, now);
            case PanelAction.Keep _,PanelAction.Find _,PanelAction.Report _ -> new Meaning.Other(action);
            case PanelAction.Book _,PanelAction.Extend _,PanelAction.Unknown _ -> new Meaning.Unknown();
        };
    }

    private static Meaning command(BookingCommand command) {
        return new Meaning.Command(command);
    }

    private static Instant end(DoorState state, BookingId id, Instant now) {
        return state.booking(id).map(booking -> booking.slot().end()).orElse(now);
    }

    private Meaning undo(DoorState state, BookingId id, Instant now) {
        Optional<Booking> booking = state.booking(id);
        if (booking.isPresent() && booking.get().phase() instanceof Phase.Released) {
            return command(new BookingCommand.UndoRelease(id));
        }
        return slips.of(id, now).map(slip -> command(slip.takenBack())).orElseGet(Meaning.NothingToUndo::new);
    }

    private Meaning undo(DoorState state, OperationId of, Instant now) {
        return slips.of(of, now)
                .map(slip -> command(slip.takenBack()))
                .or(() -> returned.booking(state, of).map(booking -> command(new BookingCommand.UndoRelease(booking))))
                .orElseGet(Meaning.NothingToUndo::new);
    }
}
