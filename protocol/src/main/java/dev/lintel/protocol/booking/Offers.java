package dev.lintel.protocol.booking;

import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.identity.BookingId;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;

/// What a screen may offer about one space, so that nobody is offered what [BookingRules] would refuse.
///
/// Nothing here depends on the present moment, and so nothing is said about how far ahead may be booked: the caller looks only as far as that.
public final class Offers {

    private static final BookingId NOBODY = new BookingId(new UUID(0, 0));

    private final Space space;
    private final Obstacles obstacles;
    private final Slot within;

    /// @param within the stretch of the calendar that is looked at
    public Offers(Space space, Obstacles obstacles, Slot within) {
        this.space = space;
        this.obstacles = obstacles;
        this.within = within;
    }

    /// Stretches in which every window that is long enough, and not too long, is free; in order.
    public List<Slot> openings() {
        if (space.closed().isPresent()) {
            return List.of();
        }
        List<Slot> open = new ArrayList<>();
        Instant from = within.start();
        for (Slot busy : busy()) {
            add(open, from, busy.start());
            from = busy.end().isAfter(from) ? busy.end() : from;
        }
        add(open, from, within.end());
        return open;
    }

    private void add(List<Slot> open, Instant from, Instant until) {
        boolean enough = until.isAfter(from) && Duration.between(from, until).compareTo(space.policy().minimum()) >= 0;
        if (enough) {
            open.add(new Slot(from, until));
        }
    }

    /// The first free window of that length that starts no earlier.
    public Optional<Slot> next(Instant from, Duration length) {
        return openings().stream()
                .map(open -> open.start().isBefore(from) && open.contains(from) ? new Slot(from, open.end()) : open)
                .filter(open -> !open.start().isBefore(from) && open.length().compareTo(length) >= 0)
                .findFirst()
                .map(open -> Slot.of(open.start(), length));
    }

    /// The end up to which a booking can be extended; empty where it cannot be at all.
    public Optional<Instant> latestEnd(Booking booking) {
        if (!changeable(booking)) {
            return Optional.empty();
        }
        Instant longest = booking.slot().start().plus(space.policy().maximum());
        Instant after = booking.slot().start().plus(space.policy().buffer());
        Instant free = inTheWayOf(booking.id()).map(Slot::start)
                .filter(at -> at.isAfter(after))
                .min(Comparator.naturalOrder())
                .map(at -> at.minus(space.policy().buffer()))
                .orElse(longest);
        Instant end = free.isBefore(longest) ? free : longest;
        return end.isAfter(booking.slot().end()) ? Optional.of(end) : Optional.empty();
    }

    /// From when on a booking may be started early; empty where it may not.
    public Optional<Instant> earliestStart(Booking booking) {
        if (!changeable(booking)) {
            return Optional.empty();
        }
        Instant longest = booking.slot().end().minus(space.policy().maximum());
        Instant before = booking.slot().end().plus(space.policy().buffer());
        Instant free = inTheWayOf(booking.id()).filter(slot -> slot.start().isBefore(before))
                .map(Slot::end)
                .max(Comparator.naturalOrder())
                .map(at -> at.plus(space.policy().buffer()))
                .orElse(longest);
        Instant start = free.isAfter(longest) ? free : longest;
        return start.isBefore(booking.slot().start()) ? Optional.of(start) : Optional.empty();
    }

    private boolean changeable(Booking booking) {
        return booking.phase().decided() && space.closed().isEmpty();
    }

    /// What is taken in the eyes of somebody new, buffers included, by start.
    private List<Slot> busy() {
        return inTheWayOf(NOBODY).map(slot -> Fit.widened(slot, space.policy().buffer()))
                .sorted(Comparator.comparing(Slot::start))
                .toList();
    }

    private Stream<Slot> inTheWayOf(BookingId self) {
        return obstacles.against(self, space.id(), asked(space, within)).stream().map(Obstacle::slot);
    }

    /// The stretch of the calendar that the obstacles are asked about, and no other: buffers reach in from outside.
    public static Slot asked(Space space, Slot within) {
        return Fit.widened(within, space.policy().buffer());
    }
}
