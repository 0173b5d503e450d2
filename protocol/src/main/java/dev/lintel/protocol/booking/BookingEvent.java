package dev.lintel.protocol.booking;

/// What happened to a booking, in the past tense. The booking as it is afterwards travels beside it, so an event needs no more than its name
/// and what the booking no longer tells.
public sealed interface BookingEvent {

    record Booked() implements BookingEvent {}

    record Moved(Slot from) implements BookingEvent {}

    record Extended(Slot from) implements BookingEvent {}

    record Shortened(Slot from) implements BookingEvent {}

    record Ended(Slot from) implements BookingEvent {}

    record Cancelled() implements BookingEvent {}

    record CheckedIn() implements BookingEvent {}

    record StartedEarly(Slot from) implements BookingEvent {}

    record Released() implements BookingEvent {}

    record ReleaseUndone() implements BookingEvent {}

    /// A check-in after a release: a new life of the same booking.
    record Revived() implements BookingEvent {}

    /// Undone within seconds by whoever did it.
    record TakenBack(Slot from) implements BookingEvent {}

    /// Minutes are kept for a booking of another floor.
    record Held() implements BookingEvent {}

    /// It goes on in a space of another floor.
    record Departed() implements BookingEvent {}

    default String slug() {
        return switch (this) {
            case Booked _ -> "booked";
            case Moved _ -> "moved";
            case Extended _ -> "extended";
            case Shortened _ -> "shortened";
            case Ended _ -> "ended";
            case Cancelled _ -> "cancelled";
            case CheckedIn _ -> "checked-in";
            case StartedEarly _ -> "started-early";
            case Released _ -> "released";
            case ReleaseUndone _ -> "release-undone";
            case Revived _ -> "revived";
            case TakenBack _ -> "taken-back";
            case Held _ -> "held";
            case Departed _ -> "departed";
        };
    }
}
