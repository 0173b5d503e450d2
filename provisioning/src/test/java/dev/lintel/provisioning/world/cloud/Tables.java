package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Stream;

/// What the database of one tenant holds: the durable part of the cloud.
///
/// One row for each booking, wherever it is; the row of a booking says on which floor.
public final class Tables {

    /// No booking is longer, so whatever overlaps a slot starts at most this long before it.
    private static final Duration LONGEST = Duration.ofHours(24);

    /// @param floor where it was written last
    public record Row(Booking booking, FloorId floor) {}

    record Placed(Space space, FloorId floor) {}

    /// @param floor where it was answered first
    public record Answered(Answer answer, FloorId floor) {}

    private final Map<FloorId, FloorRows> floors = new LinkedHashMap<>();
    private final Map<BookingId, Row> bookings = new LinkedHashMap<>();
    private final Map<SpaceId, NavigableMap<Instant, Map<BookingId, Row>>> calendar = new HashMap<>();
    private final Set<BookingId> departed = new LinkedHashSet<>();
    private final Map<OperationId, Answered> answers = new HashMap<>();
    private final Map<SpaceId, Placed> spaces = new LinkedHashMap<>();
    private Outbox outbox = new Outbox();

    /// What people are to be told.
    public Outbox outbox() {
        return outbox;
    }

    void add(FloorRows floor) {
        floors.put(floor.id(), floor);
    }

    /// The database as it is now, to be brought back later.
    public Tables copied() {
        Tables copy = new Tables();
        floors.values().forEach(floor -> copy.add(floor.copied()));
        bookings.values().forEach(row -> copy.put(row.booking(), row.floor()));
        copy.answers.putAll(answers);
        copy.spaces.putAll(spaces);
        copy.outbox = outbox.copied();
        return copy;
    }

    public Collection<FloorRows> floors() {
        return floors.values();
    }

    public FloorRows floor(FloorId id) {
        FloorRows floor = floors.get(id);
        if (floor == null) {
            throw new IllegalArgumentException("this tenant has no floor " + id);
        }
        return floor;
    }

    void put(Booking booking, FloorId floor) {
        Row row = new Row(booking, floor);
        Row before = bookings.put(booking.id(), row);
        if (before != null) {
            day(before.booking().space()).getOrDefault(before.booking().slot().start(), Map.of()).remove(booking.id());
        }
        day(booking.space()).computeIfAbsent(booking.slot().start(), _ -> new LinkedHashMap<>(4)).put(booking.id(), row);
        if (booking.phase() instanceof Phase.Departed) {
            departed.add(booking.id());
        } else {
            departed.remove(booking.id());
        }
    }

    private NavigableMap<Instant, Map<BookingId, Row>> day(SpaceId space) {
        return calendar.computeIfAbsent(space, _ -> new TreeMap<>());
    }

    void put(OperationId operation, Answer answer, FloorId floor) {
        answers.merge(operation, new Answered(answer, floor), (first, later) -> new Answered(later.answer(), first.floor()));
    }

    void put(Space space, FloorId floor) {
        spaces.put(space.id(), new Placed(space, floor));
    }

    public Optional<Row> row(BookingId id) {
        return Optional.ofNullable(bookings.get(id));
    }

    public Collection<Row> rows() {
        return bookings.values();
    }

    /// Those that have left a floor and are not known to have arrived.
    List<Row> departed() {
        return departed.stream().map(bookings::get).toList();
    }

    public Optional<Answer> answer(OperationId operation) {
        return Optional.ofNullable(answers.get(operation)).map(Answered::answer);
    }

    public Map<OperationId, Answered> answers() {
        return answers;
    }

    Optional<Placed> placed(SpaceId space) {
        return Optional.ofNullable(spaces.get(space));
    }

    public List<Space> spaces(FloorId floor) {
        return spaces.values().stream().filter(placed -> placed.floor().equals(floor)).map(Placed::space).toList();
    }

    /// Rows of a space that begin in this slot, the earliest first.
    Stream<Row> starting(SpaceId space, Slot slot) {
        return day(space).subMap(slot.start(), true, slot.end(), false)
                .values()
                .stream()
                .flatMap(rows -> rows.values().stream());
    }

    /// Rows of a space whose slot has a part in this one, whatever their phase.
    public List<Row> overlapping(SpaceId space, Slot slot) {
        List<Row> found = new ArrayList<>();
        day(space).subMap(slot.start().minus(LONGEST), true, slot.end(), false)
                .values()
                .forEach(rows -> rows.values().forEach(row -> {
                    if (row.booking().slot().overlaps(slot)) {
                        found.add(row);
                    }
                }));
        return found;
    }
}
