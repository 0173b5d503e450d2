package dev.lintel.cloud.live;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Reads new events and hands them to the board. One thread; woken by the bell, and by itself every half second for what
/// other replicas wrote.
@Context
public final class LivePump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(LivePump.class);
    private static final Duration ROUND = Duration.ofMillis(500);
    /// While another transaction is running, what has just been committed cannot be told yet: look again soon.
    private static final Duration AGAIN = Duration.ofMillis(20);
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final LiveBoard board;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile Position position = Position.START;

    LivePump(Transactions transactions, LiveBoard board, Bell commits) {
        this.transactions = transactions;
        this.board = board;
        this.position = transactions.unfenced(LiveStore::end);
        commits.onRing(this::wake);
        this.thread = Thread.ofVirtual().name("live-pump").start(this::run);
    }

    /// Up to here everything was handed to the board.
    Position position() {
        return position;
    }

    void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                boolean rung = bell.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
                if (round() == 0 && rung) {
                    Thread.sleep(AGAIN);
                    round();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("live events could not be read; they are told at the next round", e);
            }
        }
    }

    private int round() {
        int told = 0;
        List<Telling> events;
        do {
            Position from = position;
            events = transactions.unfenced(handle -> LiveStore.after(handle, from, BATCH));
            board.announce(events);
            if (!events.isEmpty()) {
                position = events.getLast().position();
            }
            told += events.size();
        } while (events.size() == BATCH);
        return told;
    }

    @Override
    @PreDestroy
    public void close() {
        thread.interrupt();
    }
}
