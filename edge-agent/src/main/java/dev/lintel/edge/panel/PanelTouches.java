package dev.lintel.edge.panel;

import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.pairing.Panel;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.wire.PanelMessage;
import dev.lintel.protocol.wire.PanelMessage.PanelAction;
import dev.lintel.protocol.wire.Problem;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.Optional;

/// Translates between what a finger does and what the rules are asked, both ways.
@Singleton
final class PanelTouches {

    private final IdSource ids;
    private final InstantSource clock;

    PanelTouches(IdSource ids, InstantSource clock) {
        this.ids = ids;
        this.clock = clock;
    }

    /// The command an action stands for; empty for actions of a later version.
    Optional<BookingCommand> command(Panel panel, PanelAction action) {
        return switch (action) {
            case PanelAction.CheckIn(var booking) -> Optional.of(new BookingCommand.CheckIn(booking));
            case PanelAction.End(var booking) -> Optional.of(new BookingCommand.End(booking));
            case PanelAction.Cancel(var booking) -> Optional.of(new BookingCommand.Cancel(booking));
            case PanelAction.StartEarly(var booking) -> Optional.of(new BookingCommand.StartEarly(booking));
            case PanelAction.Book(Optional<Instant> start, int minutes) when minutes > 0 -> Optional.of(
                    new BookingCommand.Book(ids.booking(), panel.space(),
                            Slot.of(start.orElseGet(clock::instant), Duration.ofMinutes(minutes)), Optional.empty(),
                            Optional.empty(), Origin.DOOR));
            case PanelAction.Book _,PanelAction.Extend _,PanelAction.ExtendTo _,PanelAction.Shorten _,PanelAction.Keep _,PanelAction.Undo _,PanelAction.UndoOf _,PanelAction.Find _,PanelAction.Report _,PanelAction.Unknown _ ->
                Optional.empty();
        };
    }

    static PanelMessage answer(OperationId operation, TouchReply reply) {
        return switch (reply) {
            case TouchReply.Answered(Answer.Done(var event, var booking)) ->
                new PanelMessage.Done(operation, event.slug(), booking.id());
            case TouchReply.Answered(Answer.Waiting(var _, var booking)) -> new PanelMessage.Proposed(operation, booking);
            case TouchReply.Answered(Answer.Refused(var why)) -> new PanelMessage.Refused(operation, Problem.of(why));
            case TouchReply.Busy _ -> new PanelMessage.Refused(operation, PanelProblems.busy());
            case TouchReply.Unready _ -> new PanelMessage.Refused(operation, PanelProblems.unready());
            case TouchReply.NotSaved _ -> new PanelMessage.Refused(operation, PanelProblems.notSaved());
        };
    }
}
