package dev.lintel.cloud.store;

import dev.lintel.protocol.identity.FloorId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Who books in a known room, and each door, would often only wait for a floor's row, and waits here instead: without a connection of the pool, and without a place in
/// PostgreSQL's queue for that row, which costs more the longer it is.
///
/// Nothing rests on it. The row's lock is what makes the transactions of a floor serial, with other replicas and with whatever
/// takes no turn: changes of bookings, whose floor is found inside their transaction, and all that is rare. When no turn has
/// come for long enough, a person is told so: were they to go on, the crowd of one floor would take the connections from all
/// others. A door goes on without a turn, for it has one word at a time and nobody to be told. A thread has one turn at a time and takes it before it holds any row, so
/// turns and rows cannot wait for each other in a circle.
///
/// Safe for all threads; it is fair.
@Singleton
public final class Turns {

    /// Floors that share one wait for each other now and then; with this many that is rare.
    private static final int STRIPES = 1024;
    /// As long as a request would wait for a connection.
    private static final Duration PATIENCE = Duration.ofSeconds(5);

    private final ReentrantLock[] stripes = IntStream.range(0, STRIPES)
            .mapToObj(_ -> new ReentrantLock(true))
            .toArray(ReentrantLock[]::new);
    private final Duration patience;

    @Inject
    Turns() {
        this(PATIENCE);
    }

    Turns(Duration patience) {
        this.patience = patience;
    }

    /// @param transaction opens and ends a transaction that will hold the floor's row
    public <T> T at(FloorId floor, Supplier<T> transaction) {
        return inTime(floor, transaction).orElseGet(transaction);
    }

    /// The same for whoever can be told to come again: nothing where no turn came.
    public <T> Optional<T> inTime(FloorId floor, Supplier<T> transaction) {
        var stripe = stripes[Math.floorMod(floor.hashCode(), STRIPES)];
        if (!taken(stripe)) {
            return Optional.empty();
        }
        try {
            return Optional.of(transaction.get());
        } finally {
            stripe.unlock();
        }
    }

    private boolean taken(ReentrantLock stripe) {
        try {
            return stripe.tryLock(patience.toMillis(), TimeUnit.MILLISECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            return false;
        }
    }
}
