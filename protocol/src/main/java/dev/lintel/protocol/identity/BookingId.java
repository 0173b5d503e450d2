package dev.lintel.protocol.identity;

import java.util.UUID;

/// One booking, for all its life: a move or an extension never changes it.
public record BookingId(UUID value) {

    public static BookingId of(String text) {
        return new BookingId(UUID.fromString(text));
    }

    @Override
    public String toString() {
        return value.toString();
    }
}
