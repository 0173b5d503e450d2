package dev.lintel.protocol.identity;

import java.util.UUID;

/// Names a booking for its whole life; a move or a revival never changes it.
public record BookingId(UUID value) implements Comparable<BookingId> {

    /// Reads the usual text form; refuses anything else, so that a malformed id never travels further in.
    public static BookingId of(String text) {
        return new BookingId(UuidText.parse(text));
    }

    @Override
    public int compareTo(BookingId other) {
        return value.compareTo(other.value);
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
