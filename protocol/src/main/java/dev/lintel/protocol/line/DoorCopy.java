package dev.lintel.protocol.line;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.identity.OperationId;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What a door offers a cloud that has forgotten: its own decisions, the cloud's as far as they reached it, and every answer it knows.
///
/// @param log how far the door's log is contained
public record DoorCopy(long epoch, Line line, Mark log, List<Booking> bookings, Map<OperationId, Answer> answers) {

    public DoorCopy {
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
        return new DoorCopy(door.at().epoch(), door.at().line(), door.at().log(), door.bookings().toList(), settled);
    }
}
