package dev.lintel.edge.door;

import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.log.Op;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingEvent;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Body;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Entry;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Who did not come: one strike for each booking that was given back, in the transaction that gave it back; gone in the
/// transaction that takes the release back or revives the booking.
///
/// ```
/// confirmed ──release──► released, a strike ──undo, or somebody came──► checked in, no strike
/// ```
@Singleton
public final class Strikes implements Companion {

    private static final Logger LOG = LoggerFactory.getLogger(Strikes.class);

    private final Map<BookingId, NoShowStore.Strike> strikes;
    private final Counter releases;

    Strikes(NoShowStore store, MeterRegistry meters) throws SQLException {
        this.strikes = new ConcurrentHashMap<>(store.strikes());
        this.releases = meters.counter("lintel.noshow.releases");
        meters.gaugeMapSize("lintel.noshow.strikes", List.of(), strikes);
    }

    @Override
    public Optional<Besides> besides(DoorState before, DoorStep step) {
        List<DoorStore.Writing> writings = new ArrayList<>();
        List<Runnable> memories = new ArrayList<>();
        for (Entry entry : step.entries()) {
            if (entry.body() instanceof Body.Happened(BookingEvent.Released _, Booking booking, var _)
                    && !released(before, booking)) {
                NoShowStore.Strike strike = new NoShowStore.Strike(entry.head().operation(), booking.organiser(),
                        booking.phase() instanceof Phase.Released(Instant at) ? at : booking.slot().start());
                writings.add(NoShowStore.struck(booking.id(), strike));
                memories.add(() -> struck(booking, strike));
            }
        }
        for (BookingId revived : revived(before, step)) {
            writings.add(NoShowStore.forgiven(revived));
            memories.add(() -> strikes.remove(revived));
        }
        return writings.isEmpty()
                ? Optional.empty()
                : Optional.of(new Besides(connection -> {
                    for (DoorStore.Writing writing : writings) {
                        writing.to(connection);
                    }
                }, () -> memories.forEach(Runnable::run)));
    }

    /// Judged by where the step ends: a snapshot first puts a booking as the cloud knew it and then, on top, what this door
    /// has done with it since, and none of that forgives anybody.
    private static Set<BookingId> revived(DoorState before, DoorStep step) {
        return step.changes()
                .stream()
                .filter(Change.PutBooking.class::isInstance)
                .map(change -> ((Change.PutBooking) change).booking())
                .filter(booking -> released(before, booking))
                .map(Booking::id)
                .filter(id -> step.state().booking(id).filter(now -> !(now.phase() instanceof Phase.Released)).isPresent())
                .collect(Collectors.toSet());
    }

    private static boolean released(DoorState before, Booking booking) {
        return before.booking(booking.id()).filter(known -> known.phase() instanceof Phase.Released).isPresent();
    }

    private void struck(Booking booking, NoShowStore.Strike strike) {
        try (Op _ = Op.of(strike.operation())) {
            releases.increment();
            strikes.put(booking.id(), strike);
            long count = strikes.values()
                    .stream()
                    .filter(other -> other.organiser().isPresent() && other.organiser().equals(booking.organiser()))
                    .count();
            LOG.info("booking {} was given back: nobody came; no-shows of its organiser in 30 days: {}", booking.id(), count);
        }
    }

    /// Under which operation a booking was given back.
    Optional<OperationId> released(BookingId booking) {
        return Optional.ofNullable(strikes.get(booking)).map(NoShowStore.Strike::operation);
    }

    /// When rooms of this floor were given back lately.
    Map<BookingId, Instant> times() {
        return strikes.entrySet().stream().collect(Collectors.toMap(Map.Entry::getKey, one -> one.getValue().at()));
    }

    void forgetBefore(Instant instant) {
        strikes.values().removeIf(strike -> strike.at().isBefore(instant));
    }
}
