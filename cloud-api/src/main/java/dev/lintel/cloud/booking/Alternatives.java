package dev.lintel.cloud.booking;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.BookingRules;
import dev.lintel.protocol.booking.Decision;
import dev.lintel.protocol.booking.Obstacles.Obstacle;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Rejection;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.time.Moment;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.stream.Stream;

/// The nearest equivalents of a room that somebody could not have. Pure.
///
/// First the same time elsewhere: a space of the same kind with enough seats and all of the amenities, the same floor before
/// others, near storeys before far ones, near doors before far ones, and of equally near ones that with the fewest seats too
/// many. Then the same room at the nearest free time. Whether a slot can be had, the shared rules say, so what is offered is
/// what would be accepted if nothing changes meanwhile.
final class Alternatives {

    /// More is a search, and that has a screen of its own.
    static final int ELSEWHERE = 3;
    static final int OTHER_TIMES = 2;
    /// Further away in time it is another day's meeting.
    static final Duration NEAR = Duration.ofHours(24);

    private static final Duration STEP = Duration.ofMinutes(5);
    private static final int FAR = Integer.MAX_VALUE;

    private final Moment moment;

    Alternatives(Moment moment) {
        this.moment = moment;
    }

    /// @param seats how many people come
    record Wish(BookingId booking, Slot slot, int seats) {}

    /// A space and what is known about it.
    ///
    /// @param level the storey of its floor
    /// @param position where it lies along its floor
    /// @param decidedFrom from when on the cloud decides there; earlier slots its door would have to answer
    /// @param doorAnswers whether that door is there
    /// @param holding what takes time in it, as far as [#NEAR] around the wish
    record Candidate(Space space, FloorId floor, String kind, OptionalInt level, OptionalInt position, Set<String> amenities,
            Instant decidedFrom, boolean doorAnswers, List<Obstacle> holding) {

        Candidate {
            amenities = Set.copyOf(amenities);
            holding = List.copyOf(holding);
        }
    }

    record Alternative(Space space, FloorId floor, Slot slot) {}

    /// Whether another room or another time may help against this refusal.
    static boolean help(Rejection why) {
        return why instanceof Rejection.Taken || why instanceof Rejection.Held || why instanceof Rejection.RoomClosed;
    }

    /// @param wished the space that could not be had
    /// @param others spaces of the same site
    List<Alternative> rank(Wish wish, Candidate wished, List<Candidate> others) {
        var elsewhere = others.stream()
                .filter(other -> !other.space().id().equals(wished.space().id()))
                .filter(other -> other.kind().equals(wished.kind()) && other.space().capacity() >= wish.seats()
                        && other.amenities().containsAll(wished.amenities()))
                .sorted(nearest(wished))
                .filter(other -> isFree(wish, other, wish.slot()))
                .limit(ELSEWHERE)
                .map(other -> new Alternative(other.space(), other.floor(), wish.slot()));
        var otherTimes = starts(wish, wished)
                .filter(start -> Duration.between(start, wish.slot().start()).abs().compareTo(NEAR) <= 0)
                .distinct()
                .map(start -> Slot.of(start, wish.slot().length()))
                .filter(slot -> !slot.equals(wish.slot()) && isFree(wish, wished, slot))
                .sorted(Comparator.<Slot, Duration>comparing(slot -> Duration.between(slot.start(), wish.slot().start()).abs())
                        .thenComparing(Slot::start, Comparator.reverseOrder()))
                .limit(OTHER_TIMES)
                .map(slot -> new Alternative(wished.space(), wished.floor(), slot));
        return Stream.concat(elsewhere, otherTimes).toList();
    }

    private static Comparator<Candidate> nearest(Candidate wished) {
        return Comparator.<Candidate, Boolean>comparing(other -> !other.floor().equals(wished.floor()))
                .thenComparing(other -> distance(other.level(), wished.level()))
                .thenComparing(
                        other -> other.floor().equals(wished.floor()) ? distance(other.position(), wished.position()) : FAR)
                .thenComparing(other -> other.space().capacity())
                .thenComparing(other -> other.space().name())
                .thenComparing(other -> other.space().id().toString());
    }

    private static int distance(OptionalInt one, OptionalInt other) {
        return one.isPresent() && other.isPresent() ? Math.abs(one.getAsInt() - other.getAsInt()) : FAR;
    }

    /// Right behind and right before everything that is in the way, on full five minutes.
    private Stream<Instant> starts(Wish wish, Candidate wished) {
        var buffer = wished.space().policy().buffer();
        var length = wish.slot().length();
        return wished.holding()
                .stream()
                .flatMap(o -> Stream.of(up(o.slot().end().plus(buffer)), down(o.slot().start().minus(buffer).minus(length))))
                .filter(start -> !start.isBefore(moment.now()));
    }

    private static Instant down(Instant at) {
        return Instant.ofEpochSecond(Math.floorDiv(at.getEpochSecond(), STEP.toSeconds()) * STEP.toSeconds());
    }

    private static Instant up(Instant at) {
        var down = down(at);
        return down.equals(at) ? at : down.plus(STEP);
    }

    /// As the rules would decide it now. A door that is away cannot say yes, so its part of the calendar is not offered.
    private boolean isFree(Wish wish, Candidate candidate, Slot slot) {
        if (slot.start().isBefore(candidate.decidedFrom()) && !candidate.doorAnswers()) {
            return false;
        }
        var rules = new BookingRules(
                id -> id.equals(candidate.space().id()) ? Optional.of(candidate.space()) : Optional.empty(),
                (self, space, wide) -> candidate.holding().stream().filter(o -> o.slot().overlaps(wide)).toList(), moment);
        var book = new BookingCommand.Book(wish.booking(), candidate.space().id(), slot, Optional.empty(), Optional.empty(),
                Origin.CLOUD);
        return rules.decide(Optional.empty(), book) instanceof Decision.Made;
    }
}
