package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.OperationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a door offers a cloud that lacks something: its own decisions, the cloud's as far as they reached it, and every answer it knows (R10, R14, R16).
///
/// @param feed how far the cloud's feed is contained
/// @param log how far the door's log is contained
public record DoorCopy(long epoch, Line line, Mark feed, Mark log, List<Space> spaces, List<Booking> bookings,
        Map<OperationId, Answer> answers) {

    public DoorCopy {
        spaces = List.copyOf(spaces);
        bookings = List.copyOf(bookings);
        answers = Map.copyOf(answers);
    }

    public static DoorCopy of(DoorState door) {
        Map<OperationId, Answer> settled = new HashMap<>();
        door.answersByOperation().forEach((operation, answer) -> {
            if (!(answer instanceof Answer.Waiting)) {
                settled.put(operation, answer);
            }
        });
        DoorPosition at = door.at();
        return new DoorCopy(at.epoch(), at.line(), at.feed(), at.log(), door.spaces().toList(), door.bookings().toList(),
                settled);
    }
}
