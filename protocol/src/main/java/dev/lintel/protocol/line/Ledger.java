package dev.lintel.protocol.line;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Calendar;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import java.util.stream.Stream;

/// What the cloud has written down, read inside the transaction that holds the floor's row.
public interface Ledger extends Calendar {

    /// As this floor sees it: one that is on another floor by now has departed from here, at the version that it has there.
    @Override
    Optional<Booking> booking(BookingId id);

    Optional<Space> space(SpaceId id);

    /// Whether the space is known to be on another floor. One that is on no floor may be this one's all the same: a cloud from a backup has forgotten some.
    default boolean elsewhere(SpaceId id) {
        return false;
    }

    Optional<Answer> answer(OperationId operation);

    /// Whether the operation was first answered on another floor. Answers are known by their operation alone, because a booking moves from floor to floor and whoever repeats a wish gets its first answer wherever it is by then.
    default boolean answeredElsewhere(OperationId operation) {
        return false;
    }

    /// Those that start in the slot, in every space of the floor and in every phase.
    List<Booking> starting(Slot slot);

    /// The hash of our feed entry with that number in the present epoch, as far back as entries are kept.
    Optional<Hash> feedHash(long seq);

    /// The hash of the door's log entry with that number in the present epoch, as it was applied.
    Optional<Hash> logHash(long seq);

    /// What that entry says, as it was applied before this transaction.
    Optional<Body> logBody(long seq);

    /// What the door has asked for in its log of the present epoch, as it was applied before this transaction, and never was answered; oldest first, as far back as entries are kept.
    List<Entry> unanswered();

    /// How the latest of the others were answered, [Limits#ANSWERS_TOLD] at most.
    Map<OperationId, Answer> answered();

    /// The same of a log that is at hand.
    static Map<OperationId, Answer> answered(Stream<Entry> asked, Function<OperationId, Optional<Answer>> answer) {
        Map<OperationId, Answer> known = new HashMap<>();
        asked.sorted(Comparator.comparingLong(Entry::seq).reversed())
                .map(entry -> entry.head().operation())
                .filter(operation -> answer.apply(operation).isPresent())
                .limit(Limits.ANSWERS_TOLD)
                .forEach(operation -> known.put(operation, answer.apply(operation).orElseThrow()));
        return known;
    }
}
