package dev.lintel.edge.panel;

import dev.lintel.edge.door.NoShowWatch;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.wire.RoomShown.UndoShown;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Rooms that were given back a few minutes ago, and can be had back with one touch.
@Singleton
final class Returned {

    private final NoShowWatch watch;

    Returned(NoShowWatch watch) {
        this.watch = watch;
    }

    List<UndoShown> shown(DoorState state, SpaceId space, Instant now) {
        return state.bookings(space).flatMap(booking -> shown(booking, now)).toList();
    }

    private Stream<UndoShown> shown(Booking booking, Instant now) {
        if (!(booking.phase() instanceof Phase.Released(Instant at))) {
            return Stream.empty();
        }
        Instant until = at.plus(Limits.UNDO_RELEASE);
        return now.isBefore(until) && now.isBefore(booking.slot().end())
                ? Stream.of(new UndoShown(operation(booking.id()), booking.id(), "released", until))
                : Stream.empty();
    }

    /// The release's own operation. Where it is not remembered, the booking's id stands for it: the page only says it back.
    private OperationId operation(BookingId booking) {
        return watch.released(booking).orElseGet(() -> new OperationId(booking.value()));
    }

    /// Which booking a release of that operation gave back.
    Optional<BookingId> booking(DoorState state, OperationId operation) {
        return state.bookings()
                .filter(booking -> booking.phase() instanceof Phase.Released)
                .map(Booking::id)
                .filter(id -> operation(id).equals(operation) || id.value().equals(operation.value()))
                .findFirst();
    }
}
