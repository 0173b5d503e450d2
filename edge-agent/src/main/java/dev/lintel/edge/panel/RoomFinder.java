package dev.lintel.edge.panel;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Offers;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.wire.PanelMessage.NextBest;
import dev.lintel.protocol.wire.PanelMessage.RoomFound;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/// Rooms of this floor that would do instead, from the floor's own copy: no cloud is asked. A pure projection.
final class RoomFinder {

    /// A screen shows three; more would be a list to read instead of a door to walk to.
    private static final int SHOWN = 6;
    /// How far the free time of a room is followed.
    private static final Duration FOLLOWED = Duration.ofHours(12);

    private final DoorState state;
    private final FloorMap map;
    private final Instant now;

    RoomFinder(DoorState state, FloorMap map, Instant now) {
        this.state = state;
        this.map = map;
        this.now = now;
    }

    /// Free rooms for a wish that starts then, as seen from a room: the nearest first, and among equally near ones the one
    /// that wastes fewest seats.
    List<RoomFound> free(SpaceId from, Instant start, Duration length, int seats) {
        Slot wanted = Slot.of(start, length);
        return state.spaces()
                .filter(space -> !space.id().equals(from) && space.capacity() >= seats)
                .flatMap(space -> found(from, space, wanted).stream())
                .sorted(Comparator.comparing((RoomFound room) -> room.metres().orElse(Integer.MAX_VALUE))
                        .thenComparing(RoomFound::capacity)
                        .thenComparing(RoomFound::name))
                .limit(SHOWN)
                .toList();
    }

    private Optional<RoomFound> found(SpaceId from, Space space, Slot wanted) {
        if (wanted.length().compareTo(space.policy().maximum()) > 0
                || wanted.length().compareTo(space.policy().minimum()) < 0) {
            return Optional.empty();
        }
        Slot looked = new Slot(wanted.start(), wanted.start().plus(FOLLOWED));
        return new Offers(space, state.obstacles(), looked).openings()
                .stream()
                .filter(open -> open.covers(wanted))
                .findFirst()
                .map(open -> new RoomFound(space.id(), space.name(), space.floorName(), space.capacity(), wanted.start(),
                        open.end().isBefore(looked.end()) ? Optional.of(open.end()) : Optional.empty(),
                        map.hint(from, space.id()), map.metres(from, space.id())));
    }

    /// What comes closest to a wish that the rules refused.
    NextBest instead(SpaceId at, BookingCommand command, Rejection why) {
        boolean worth = switch (why) {
            case Rejection.Taken _,Rejection.Held _,Rejection.RoomClosed _,Rejection.TooLong _ -> true;
            default -> false;
        };
        Optional<Space> space = state.space(at);
        if (!worth || space.isEmpty()) {
            return NextBest.NONE;
        }
        return switch (command) {
            case BookingCommand.Book(var _, var _, Slot slot, var _, var _, var _) -> insteadOf(space.get(), slot, why);
            case BookingCommand.Extend(var id, Instant end) -> state.booking(id)
                    .map(booking -> longer(space.get(), booking, end))
                    .orElse(NextBest.NONE);
            case BookingCommand.StartEarly(var id) -> state.booking(id)
                    .filter(booking -> now.isBefore(booking.slot().start()))
                    .map(booking -> elsewhere(at, new Slot(now, booking.slot().start())))
                    .orElse(NextBest.NONE);
            default -> NextBest.NONE;
        };
    }

    private NextBest insteadOf(Space space, Slot slot, Rejection why) {
        Optional<Instant> end = switch (why) {
            case Rejection.Taken taken -> taken.latestEndAt();
            case Rejection.TooLong tooLong -> Optional.of(slot.start().plus(tooLong.maximum()));
            default -> Optional.empty();
        };
        Instant from = slot.start().isAfter(now) ? slot.start() : now;
        Optional<Slot> later = new Offers(space, state.obstacles(), new Slot(from, from.plus(FOLLOWED)))
                .next(from, slot.length())
                .filter(found -> !found.equals(slot));
        return new NextBest(end, free(space.id(), slot.start(), slot.length(), 1), later);
    }

    private NextBest longer(Space space, Booking booking, Instant end) {
        Slot looked = new Slot(booking.slot().start(), booking.slot().start().plus(space.policy().maximum()).plusSeconds(1));
        Optional<Instant> latest = new Offers(space, state.obstacles(), looked).latestEnd(booking);
        return end.isAfter(booking.slot().end())
                ? new NextBest(latest, elsewhere(space.id(), new Slot(booking.slot().end(), end)).rooms(), Optional.empty())
                : new NextBest(latest, List.of(), Optional.empty());
    }

    private NextBest elsewhere(SpaceId from, Slot slot) {
        return new NextBest(Optional.empty(), free(from, slot.start(), slot.length(), 1), Optional.empty());
    }
}
