package dev.lintel.cloud.floor;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A few threads, each with a bounded queue: what belongs to one key is done one after the other, in the order it came.
///
/// A full lane turns work away instead of growing; the sender's log still has it and sends it again. One lane that
/// waits for a floor's row holds up only the floors that share it.
final class Lanes<T> implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Lanes.class);
    /// At some 5 ms a batch this is 2.5 s of work, half the time after which a sender sends again anyway.
    private static final int DEPTH = 512;

    private final BlockingQueue<T>[] queues;
    private final Thread[] threads;
    private final Consumer<T> work;
    private final LongAdder turnedAway = new LongAdder();

    @SuppressWarnings({"unchecked", "rawtypes"})
    Lanes(String name, int count, Consumer<T> work) {
        this.work = work;
        this.queues = new BlockingQueue[count];
        this.threads = new Thread[count];
        for (int lane = 0; lane < count; lane++) {
            BlockingQueue<T> queue = new ArrayBlockingQueue<>(DEPTH);
            queues[lane] = queue;
            threads[lane] = Thread.ofVirtual().name(name + "-" + lane).start(() -> run(queue));
        }
    }

    /// False when the lane is full and the work was turned away.
    boolean offer(Object key, T item) {
        boolean taken = queues[Math.floorMod(key.hashCode(), queues.length)].offer(item);
        if (!taken) {
            turnedAway.increment();
        }
        return taken;
    }

    long turnedAway() {
        return turnedAway.sum();
    }

    private void run(BlockingQueue<T> queue) {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                work.accept(queue.take());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // The one place for surprises of this loop: one message must not stop those behind it.
                LOG.error("a message could not be handled; its sender will repeat it", e);
            }
        }
    }

    @Override
    public void close() {
        for (Thread thread : threads) {
            thread.interrupt();
        }
    }
}
