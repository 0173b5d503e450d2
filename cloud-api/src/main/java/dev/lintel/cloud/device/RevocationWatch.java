package dev.lintel.cloud.device;

import dev.lintel.cloud.store.Transactions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps [Revocations] level with the table: once before the broker starts, then every two seconds, so that what another
/// replica revoked ends here within five.
///
/// One thread. When the database is away, what was known stays in force.
final class RevocationWatch implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationWatch.class);
    private static final Duration PAUSE = Duration.ofSeconds(2);
    /// A minute.
    private static final int LOOKS_PER_RECALL = 30;

    private final Transactions transactions;
    private final Revocations revocations;
    private final Runnable recall;
    private final InstantSource clock;
    private final Thread thread;

    private RevocationWatch(Transactions transactions, Revocations revocations, Runnable recall, InstantSource clock) {
        this.transactions = transactions;
        this.revocations = revocations;
        this.recall = recall;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("revocation-watch").unstarted(this::run);
    }

    /// @param known what is remembered besides the table
    /// @param recall tells the database what it has forgotten, which it may have while this runs
    static RevocationWatch start(Transactions transactions, Revocations revocations, List<Revocations.Revoked> known,
            Runnable recall, InstantSource clock) {
        recall.run();
        revocations.add(known);
        var watch = new RevocationWatch(transactions, revocations, recall, clock);
        watch.read();
        watch.thread.start();
        return watch;
    }

    private void read() {
        var now = clock.instant();
        revocations.add(transactions.unfenced(handle -> RevocationStore.mattering(handle, now)));
    }

    private void run() {
        for (int look = 1; !Thread.currentThread().isInterrupted(); look++) {
            try {
                Thread.sleep(PAUSE);
                read();
                if (look % LOOKS_PER_RECALL == 0) {
                    recall.run();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                LOG.warn("revocations could not be read; those known stay in force", e);
            }
        }
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
