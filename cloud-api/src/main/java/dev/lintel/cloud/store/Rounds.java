package dev.lintel.cloud.store;

import java.time.Duration;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A loop on a thread of its own: one round whenever it is woken, and one after each pause in which nobody woke it.
///
/// Wakes that come while a round runs become one further round. A round that fails is logged and the loop goes on: what
/// a pump works on stands in a table and is still there the next time.
public final class Rounds implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Rounds.class);

    private final Duration pause;
    private final Round round;
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;
    private volatile boolean closing;
    private @Nullable Opening opening;

    /// @see Rounds
    @FunctionalInterface
    public interface Round {

        /// @param woken false after a whole pause without a wake
        void run(boolean woken) throws InterruptedException;
    }

    public Rounds(String name, Duration pause, Round round) {
        this.pause = pause;
        this.round = round;
        this.thread = Thread.ofVirtual().name(name).unstarted(this::run);
    }

    public void start() {
        thread.start();
    }

    /// The first round waits until the cloud is open.
    public void start(Opening wait) {
        opening = wait;
        thread.start();
    }

    /// Returns at once; any thread may call it.
    public void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    private void run() {
        try {
            if (opening != null) {
                opening.await();
            }
        } catch (InterruptedException e) {
            return;
        }
        while (!Thread.currentThread().isInterrupted()) {
            try {
                boolean woken = bell.tryAcquire(pause.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
                round.run(woken);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                if (closing) {
                    return;
                }
                LOG.error("a round of {} failed; the next one begins where it stopped", thread.getName(), e);
            }
        }
    }

    @Override
    public void close() {
        closing = true;
        thread.interrupt();
    }
}
