package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.time.Moment;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/// One wish for many bookings, such as every Tuesday at ten.
///
/// Each occurrence is a booking of its own with an operation of its own, so it is decided, moved and cancelled like any other: those before the line are proposed to the door, the rest are confirmed at once, and one that is refused leaves the others alone. The operations follow from the series', so a repeated wish gets each first answer.
public final class Series {

    private Series() {}

    /// In order, to be taken in one transaction; the outcomes are the answer that lists each.
    public static List<CloudInput> asked(OperationId series, List<BookingCommand.Book> occurrences, Moment moment) {
        if (occurrences.isEmpty() || occurrences.size() > Limits.SERIES_OCCURRENCES) {
            throw new IllegalArgumentException("a series has 1 to " + Limits.SERIES_OCCURRENCES + " occurrences");
        }
        List<CloudInput> inputs = new ArrayList<>(occurrences.size());
        for (BookingCommand.Book occurrence : occurrences) {
            inputs.add(new CloudInput.Asked(operation(series, inputs.size()), occurrence, moment));
        }
        return inputs;
    }

    /// The operation of one occurrence, counted from 0.
    public static OperationId operation(OperationId series, int occurrence) {
        return new OperationId(UUID.nameUUIDFromBytes((series + "#" + occurrence).getBytes(StandardCharsets.UTF_8)));
    }
}
