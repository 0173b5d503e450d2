package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.floor.LinkStore.Connected;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.CloudInput;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the line of every connected floor its horizon ahead: asks once a minute and after each hello; whether a grant is
/// due, the shared rules decide.
///
/// One thread. A floor that is cut off is not in its list, so its line stands still.
final class GrantPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GrantPump.class);
    private static final Duration ROUND = Duration.ofMinutes(1);

    private final Transactions transactions;
    private final LineDesk desk;
    private final IdSource ids;
    private final InstantSource clock;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;

    GrantPump(Transactions transactions, LineDesk desk, IdSource ids, InstantSource clock) {
        this.transactions = transactions;
        this.desk = desk;
        this.ids = ids;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("grant-pump").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var _ = bell.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
                round();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.error("grants could not be looked at; the lines stand until the next round", e);
            }
        }
    }

    void round() {
        Instant now = clock.instant();
        for (Connected floor : transactions.unfenced(LinkStore::connected)) {
            var due = new CloudInput.GrantDue(ids.operation(), now, floor.horizon());
            var _ = desk.take(floor.tenant(), floor.floor(), List.of(due));
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
