package dev.lintel.cloud.store;

import dev.lintel.protocol.identity.FloorId;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/// Who would only wait for a floor's row waits here instead: without a connection of the pool, and without a place in
/// PostgreSQL's queue for that row, which costs more the longer it is.
///
/// Nothing rests on it. The row's lock is what makes the transactions of a floor serial, with other replicas too; whoever has
/// waited long enough here goes on without a turn. A thread has one turn at a time and takes it before it holds any row, so
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
        var stripe = stripes[Math.floorMod(floor.hashCode(), STRIPES)];
        if (!taken(stripe)) {
            return transaction.get();
        }
        try {
            return transaction.get();
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
