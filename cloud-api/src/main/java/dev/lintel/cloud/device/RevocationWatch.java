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

    private final Transactions transactions;
    private final Revocations revocations;
    private final InstantSource clock;
    private final Thread thread;

    private RevocationWatch(Transactions transactions, Revocations revocations, InstantSource clock) {
        this.transactions = transactions;
        this.revocations = revocations;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("revocation-watch").unstarted(this::run);
    }

    /// @param known what is remembered besides the table
    static RevocationWatch start(Transactions transactions, Revocations revocations, List<Revocations.Revoked> known,
            InstantSource clock) {
        revocations.add(known);
        var watch = new RevocationWatch(transactions, revocations, clock);
        watch.read();
        watch.thread.start();
        return watch;
    }

    private void read() {
        var now = clock.instant();
        revocations.add(transactions.unfenced(handle -> RevocationStore.inForce(handle, now)));
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                Thread.sleep(PAUSE);
                read();
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
