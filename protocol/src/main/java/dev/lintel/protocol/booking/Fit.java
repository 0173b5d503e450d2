package dev.lintel.protocol.booking;

import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;

/// Whether a window fits a space: the house rules first, then what is in the way.
final class Fit {

    private final Function<SpaceId, Optional<Space>> spaces;
    private final Obstacles obstacles;
    private final Moment moment;

    Fit(Function<SpaceId, Optional<Space>> spaces, Obstacles obstacles, Moment moment) {
        this.spaces = spaces;
        this.obstacles = obstacles;
        this.moment = moment;
    }

    Policy policy(SpaceId space) {
        return spaces.apply(space).map(Space::policy).orElse(Policy.USUAL);
    }

    /// What the house allows of a window, whoever has it.
    Optional<Rejection> window(SpaceId space, Slot slot) {
        Optional<Rejection> closed = open(space);
        if (closed.isPresent()) {
            return closed;
        }
        Policy policy = policy(space);
        if (slot.length().compareTo(policy.minimum()) < 0) {
            return Optional.of(new Rejection.TooShort(policy.minimum()));
        }
        if (slot.length().compareTo(policy.maximum()) > 0) {
            return Optional.of(new Rejection.TooLong(policy.maximum()));
        }
        Instant latest = moment.now().plus(policy.ahead());
        if (moment.quality().permitsNow() && slot.end().isAfter(latest)) {
            return Optional.of(new Rejection.TooFarAhead(latest));
        }
        return over(slot);
    }

    Optional<Rejection> open(SpaceId id) {
        Optional<Space> space = spaces.apply(id);
        if (space.isEmpty()) {
            return Optional.of(new Rejection.UnknownSpace(id));
        }
        return space.get().closed().map(reason -> new Rejection.RoomClosed(id, reason));
    }

    Optional<Rejection> over(Slot slot) {
        boolean past = moment.quality().permitsNow() && !slot.end().isAfter(moment.now());
        return past ? Optional.of(new Rejection.TooLate(slot.end())) : Optional.empty();
    }

    /// What is in the way of that booking having that window, the buffer on both sides included.
    Optional<Rejection> free(Booking booking, SpaceId space, Slot slot) {
        Policy policy = policy(space);
        List<Obstacle> found = obstacles.against(booking.id(), space, widened(slot, policy.buffer()));
        Optional<Obstacle> decided = found.stream().filter(Obstacle::decided).min(Comparator.comparing(o -> o.slot().start()));
        if (decided.isPresent()) {
            return Optional.of(new Rejection.Taken(decided.get().slot(), latestEnd(booking, slot, found, policy)));
        }
        return found.stream().min(Comparator.comparing(o -> o.slot().start())).map(o -> new Rejection.Held(o.slot()));
    }

    static Slot widened(Slot slot, Duration buffer) {
        return new Slot(slot.start().minus(buffer), slot.end().plus(buffer));
    }

    /// The end with which the same wish would have been granted; none where the window is in the way from its start.
    private static Optional<Instant> latestEnd(Booking booking, Slot wanted, List<Obstacle> found, Policy policy) {
        boolean longer = wanted.start().equals(booking.slot().start()) && wanted.end().isAfter(booking.slot().end());
        Instant worth = longer ? booking.slot().end().plusSeconds(1) : wanted.start().plus(policy.minimum());
        return found.stream()
                .map(o -> o.slot().start().minus(policy.buffer()))
                .min(Comparator.naturalOrder())
                .filter(at -> !at.isBefore(worth) && at.isBefore(wanted.end()) && at.isAfter(wanted.start()));
    }
}
