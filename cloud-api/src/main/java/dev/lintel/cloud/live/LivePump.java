package dev.lintel.cloud.live;

import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;

/// Reads new events and hands them to the board. One thread; woken by the bell, which other replicas ring too, and by
/// itself every half second in case a ring was lost. While nobody sits at the board a ring is not worth a query.
@Context
public final class LivePump implements AutoCloseable {

    private static final Duration ROUND = Duration.ofMillis(500);
    /// While another transaction is running, what has just been committed cannot be told yet: look again soon.
    private static final Duration AGAIN = Duration.ofMillis(20);
    /// A moment in which further commits come, so that a busy cloud reads once for many of them. Nobody sees it on a screen.
    private static final Duration GATHER = Duration.ofMillis(10);
    private static final int BATCH = 500;

    private final Transactions transactions;
    private final LiveBoard board;
    private final Rounds rounds = new Rounds("live-pump", ROUND, this::tell);
    private volatile Position position = Position.START;

    LivePump(Transactions transactions, LiveBoard board, Bell commits) {
        this.transactions = transactions;
        this.board = board;
        this.position = transactions.unfenced(LiveStore::end);
        commits.onRing(this::rung);
        rounds.start();
    }

    /// Up to here everything was handed to the board.
    Position position() {
        return position;
    }

    private void rung() {
        if (!board.isEmpty()) {
            rounds.wake();
        }
    }

    private void tell(boolean woken) throws InterruptedException {
        if (woken) {
            Thread.sleep(GATHER);
        }
        if (round() == 0 && woken) {
            Thread.sleep(AGAIN);
            round();
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
        rounds.close();
    }
}
