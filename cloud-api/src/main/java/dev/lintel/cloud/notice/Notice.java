package dev.lintel.cloud.notice;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.wire.Json;
import java.util.List;

/// What a person is to be told about a booking.
///
/// @param decision the operation that decided it: with person and booking the key by which nobody is told twice
/// @param standing tells how the booking stands: a later decision makes it untrue, and if it was not sent by then it never is
/// @param facts names, times and reasons for the text; nobody's title
public record Notice(PersonId person, BookingId booking, OperationId decision, FloorId floor, String kind, boolean standing,
        Json.Obj facts) {

    public static final String CONFIRMED = "confirmed";
    public static final String DECLINED = "declined";
    /// The nearest equivalent was booked.
    public static final String MOVED_ELSEWHERE = "moved-elsewhere";
    public static final String RELEASED = "released";
    public static final String STANDS_AGAIN = "stands-again";
    public static final String CANCELLED = "cancelled";
    public static final String CHANGED = "changed";
    public static final String CHANGE_DECLINED = "change-declined";
    /// Somebody checked in at the door for a booking that had been cancelled.
    public static final String ATTENDED_THOUGH_OVER = "attended-though-over";
    /// A replaced door's word came too late.
    public static final String FILED = "filed";

    /// All kinds, each of which has a text in each language.
    public static final List<String> KINDS = List.of(CONFIRMED, DECLINED, MOVED_ELSEWHERE, RELEASED, STANDS_AGAIN, CANCELLED,
            CHANGED, CHANGE_DECLINED, ATTENDED_THOUGH_OVER, FILED);
}
