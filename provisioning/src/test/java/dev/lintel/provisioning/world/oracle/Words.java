package dev.lintel.provisioning.world.oracle;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Entry;

/// What parties write and say, short enough for a story.
final class Words {

    private Words() {}

    static String of(Booking booking) {
        return "booking " + booking.id().toString().substring(0, 4) + " v" + booking.version() + " room "
                + booking.space().value().getLeastSignificantBits() + " " + of(booking.slot()) + " " + booking.phase().slug();
    }

    private static String of(Slot slot) {
        return slot.start().toString().substring(8, 19) + " to " + slot.end().toString().substring(8, 19);
    }

    static String of(Answer answer) {
        return switch (answer) {
            case Answer.Done done -> done.event().slug() + ", " + of(done.booking());
            case Answer.Refused refused -> "no, " + refused.why().slug();
            case Answer.Waiting waiting -> "wait, booking " + waiting.booking().toString().substring(0, 4);
        };
    }

    static String of(Entry entry) {
        String operation = " (operation " + entry.head().operation().toString().substring(0, 4) + ")";
        return switch (entry.body()) {
            case Body.Granted granted -> "the line is at " + granted.line().at();
            case Body.Happened happened -> happened.event().slug() + ", " + of(happened.booking()) + operation;
            case Body.Proposed proposed -> "asks to " + of(proposed.command()) + operation;
            case Body.Accepted accepted -> "accepts, " + accepted.event().slug() + ", " + of(accepted.booking()) + operation;
            case Body.Declined declined -> "declines, " + declined.why().slug() + operation;
            case Body.NotUnderstood not -> "could not read entry " + not.seq();
            case Body.Observed seen -> "has seen " + seen.kind();
            case Body.Late late -> "tells late, of epoch " + late.epoch() + ": " + of(late.entry());
            case Body.Closed _ -> "says its last word";
            case Body.SpaceSet set ->
                "tells how " + set.space().name() + " is" + set.space().closed().map(why -> ", closed").orElse("");
            case Body.PersonShown _ -> "tells a name";
            case Body.VerifiersSet _ -> "tells verifiers";
            case Body.Unreadable _ -> "something newer";
        };
    }

    private static String of(BookingCommand command) {
        return command.slug() + " " + switch (command) {
            case BookingCommand.Arrive arrive -> of(arrive.arriving()) + (arrive.held() ? ", kept" : "");
            case BookingCommand.Book book -> "booking " + book.booking().toString().substring(0, 4) + " " + of(book.slot());
            case BookingCommand.Move move -> "booking " + move.booking().toString().substring(0, 4) + " to " + of(move.slot());
            case BookingCommand.Depart depart ->
                "booking " + depart.booking().toString().substring(0, 4) + " to " + of(depart.slot());
            case BookingCommand.Extend _,BookingCommand.Shorten _,BookingCommand.End _,BookingCommand.Cancel _,BookingCommand.CheckIn _,BookingCommand.StartEarly _,BookingCommand.Release _,BookingCommand.UndoRelease _,BookingCommand.TakeBack _ ->
                "booking " + command.booking().toString().substring(0, 4);
        };
    }
}
