package dev.lintel.edge.door;

import dev.lintel.edge.copy.DiskFault;
import dev.lintel.edge.copy.DoorStore;
import dev.lintel.edge.copy.DoorWriting;
import dev.lintel.edge.copy.TidyStore;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.time.Moment;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/// Writes what has been decided, and keeps the floor as of the last commit: first the disk, then the memory, then
/// whoever watches, then those who asked.
///
/// Used by the door's thread alone; any thread may read [#state].
final class Committing {

    private final DoorMemory<SQLException> floor;
    private final DoorWriting store;
    private final Tidying tidy;
    private final DoorClock clock;
    private final Deciding deciding;
    private final Disk disk;
    private final Audience audience;
    private final DistributionSummary errandsPerCommit;
    private final List<Companion> companions = new CopyOnWriteArrayList<>();
    private volatile @Nullable DoorState state;

    Committing(DoorMemory<SQLException> floor, DoorWriting store, Tidying tidy, DoorClock clock, Disk disk, Audience audience,
            MeterRegistry meters) {
        this.floor = floor;
        this.store = store;
        this.tidy = tidy;
        this.clock = clock;
        this.deciding = new Deciding(floor, clock);
        this.disk = disk;
        this.audience = audience;
        this.errandsPerCommit = meters.summary("lintel.door.errands.per.commit");
    }

    void sense(Sensing sensing) {
        deciding.sense(sensing);
    }

    void accompany(Companion companion) {
        companions.add(companion);
    }

    void load() throws SQLException {
        state = floor.load().orElse(null);
    }

    /// The floor as of the last commit; empty before enrolment.
    Optional<DoorState> state() {
        return Optional.ofNullable(state);
    }

    /// Decides what waits, in order, and writes it with as few commits as its kinds allow.
    void serve(List<Errand> waiting) {
        Round round = new Round(state, companions);
        for (Errand errand : waiting) {
            try {
                if (errand.shares()) {
                    deciding.decide(round, errand);
                } else {
                    finish(round);
                    alone(errand);
                    round = new Round(state, companions);
                }
            } catch (SQLException | RuntimeException e) {
                failed(e);
                fail(errand, e);
                round = errand.shares() ? round : new Round(state, companions);
            }
        }
        finish(round);
    }

    static void fail(Errand errand, Exception e) {
        switch (errand) {
            case Errand.Touch touch -> touch.reply().complete(new TouchReply.NotSaved());
            case Errand.Feed _,Errand.Acknowledged _,Errand.Welcomed _,Errand.Begin _,Errand.Connecting _,Errand.Synced _,Errand.Keep _,Errand.Swap _,Errand.Tidy _,Errand.Notice _,Errand.Superseded _,Errand.Retire _,Errand.Weigh<?> _ ->
                errand.reply()
                        .completeExceptionally(e);
        }
    }

    private void alone(Errand errand) throws SQLException {
        switch (errand) {
            case Errand.Begin begin -> begun(begin);
            case Errand.Connecting(CompletableFuture<Long> reply) -> reply.complete(store.connection());
            case Errand.Synced(Instant at, CompletableFuture<Boolean> reply) -> {
                store.synced(at);
                reply.complete(true);
            }
            case Errand.Keep(DoorStore.Writing writing, CompletableFuture<Boolean> reply) -> {
                store.keep(writing);
                reply.complete(true);
            }
            case Errand.Swap _,Errand.Weigh<?> _ -> {
                Round round = new Round(state, companions);
                deciding.decide(round, errand);
                finish(round);
            }
            case Errand.Tidy(CompletableFuture<TidyStore.Tidied> reply) -> reply.complete(tidied());
            case Errand.Touch _,Errand.Feed _,Errand.Acknowledged _,Errand.Welcomed _,Errand.Notice _,Errand.Superseded _,Errand.Retire _ ->
                throw new IllegalStateException(
                        "this errand shares a commit");
        }
    }

    /// With a clock that nobody has vouched for, or one ahead of what the cloud has ever granted, nothing is old. The line is
    /// at most the longest horizon ahead of the cloud's time, so what lies further back than that has passed for certain:
    /// bookings go by this alone, because a door that has forgotten one gives its slot away again.
    private TidyStore.Tidied tidied() throws SQLException {
        DoorState before = state;
        Moment moment = clock.moment();
        if (before == null || !moment.quality().permitsNow()) {
            return TidyStore.Tidied.NOTHING;
        }
        Instant line = before.at().line().at();
        Set<BookingId> needed = before.requests().map(request -> request.command().booking()).collect(Collectors.toSet());
        TidyStore.Tidied tidied = tidy.tidy(earlier(moment.now(), line),
                earlier(moment.now(), line.minus(Limits.LONGEST_HORIZON)), needed);
        state = before.without(tidied.bookings(), tidied.answers());
        return tidied;
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }

    private void begun(Errand.Begin begin) throws SQLException {
        DoorState before = state;
        if (before == null) {
            DoorPosition fresh = DoorPosition.fresh(begin.floor(), begin.epoch());
            store.begin(fresh, clock.moment().now());
            state = DoorState.empty(fresh);
            announce(List.of());
        } else if (!before.at().floor().equals(begin.floor())) {
            throw new IllegalStateException(
                    "this edge keeps floor " + before.at().floor() + " and cannot take " + begin.floor());
        }
        begin.reply().complete(true);
    }

    /// Whoever watches is told before those who asked are answered.
    private void finish(Round round) {
        try {
            if (round.writes()) {
                store.write(round.steps(), round.besides().stream().map(Besides::writing).toList(), clock.moment().now());
                errandsPerCommit.record(round.errands().size());
                if (disk.committed()) {
                    announce(List.of());
                }
            }
        } catch (SQLException | RuntimeException e) {
            failed(e);
            if (round.errands().size() > 1 && !DiskFault.of(e).concernsAll()) {
                // One of them cannot be written. The others must not pay for it.
                round.errands().forEach(errand -> serve(List.of(errand)));
            } else {
                round.errands().forEach(errand -> fail(errand, e));
            }
            return;
        }
        state = round.state().orElse(null);
        round.besides().forEach(written -> written.then().run());
        if (!round.steps().isEmpty()) {
            announce(round.effects());
        }
        round.replies().forEach(Runnable::run);
    }

    private void failed(Exception e) {
        if (disk.failed(e)) {
            announce(List.of());
        }
    }

    /// Asks a disk that has failed whether it takes writes again.
    void retry() {
        if (disk.recovers()) {
            announce(List.of());
        }
    }

    private void announce(List<Effect> effects) {
        state().ifPresent(now -> audience.tell(now, effects));
    }
}
