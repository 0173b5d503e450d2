package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.PersonId;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;

/// Notices of one tenant, and who asked for what, as the trail knows it. Part of the tables: what a transaction writes here lasts with its decision.
///
///     written -> (no barrier) -> told
///        `-> dropped: stands otherwise
public final class Outbox {

    /// Nobody is told twice: what a notice is known by.
    public record Key(PersonId person, BookingId booking, OperationId decision) {}

    /// @param standing tells how the booking stands
    public record Notice(Key key, FloorId floor, String kind, boolean standing) {}

    public enum State {
        WRITTEN, TOLD, DROPPED
    }

    public record Row(Notice notice, State state) {}

    private record Asked(BookingId booking, OperationId operation) {}

    private record About(PersonId person, BookingId booking) {}

    private final Map<Key, Row> rows = new HashMap<>();
    /// In the order in which they were written.
    private final Map<Key, Notice> waiting = new LinkedHashMap<>();
    private final Map<Asked, String> askers = new HashMap<>();
    private final Map<About, String> standing = new HashMap<>();

    Outbox copied() {
        Outbox copy = new Outbox();
        copy.rows.putAll(rows);
        copy.waiting.putAll(waiting);
        copy.askers.putAll(askers);
        copy.standing.putAll(standing);
        return copy;
    }

    /// The first who is named stays.
    public void asked(BookingId booking, OperationId operation, String by) {
        askers.putIfAbsent(new Asked(booking, operation), by);
    }

    public Optional<String> asker(BookingId booking, OperationId operation) {
        return Optional.ofNullable(askers.get(new Asked(booking, operation)));
    }

    public void add(Notice notice) {
        if (rows.putIfAbsent(notice.key(), new Row(notice, State.WRITTEN)) == null) {
            waiting.put(notice.key(), notice);
        }
    }

    /// These stand otherwise now.
    public void drop(Set<BookingId> bookings) {
        leave(notice -> notice.standing() && bookings.contains(notice.key().booking()), State.DROPPED);
    }

    /// Those of the floors that are not held back.
    List<Notice> tell(Predicate<FloorId> open) {
        List<Notice> told = leave(notice -> open.test(notice.floor()), State.TOLD);
        told.stream()
                .filter(Notice::standing)
                .forEach(notice -> standing.put(new About(notice.key().person(), notice.key().booking()), notice.kind()));
        return told;
    }

    /// What a person heard last of how the booking stands.
    public Optional<String> lastStanding(PersonId person, BookingId booking) {
        return Optional.ofNullable(standing.get(new About(person, booking)));
    }

    /// Of a backup: what waited there was told since.
    List<Notice> forget() {
        return tell(_ -> true);
    }

    private List<Notice> leave(Predicate<Notice> which, State state) {
        if (waiting.isEmpty()) {
            return List.of();
        }
        List<Notice> left = new ArrayList<>(waiting.values());
        left.removeIf(which.negate());
        left.forEach(notice -> {
            waiting.remove(notice.key());
            rows.put(notice.key(), new Row(notice, state));
        });
        return left;
    }

    public boolean isEmpty() {
        return waiting.isEmpty();
    }

    public Collection<Row> rows() {
        return rows.values();
    }

    public Optional<Row> row(Key key) {
        return Optional.ofNullable(rows.get(key));
    }
}
