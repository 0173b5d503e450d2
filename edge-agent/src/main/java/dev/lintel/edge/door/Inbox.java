package dev.lintel.edge.door;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;

/// What waits for the door's thread, in the order it came.
///
/// Any thread may put in; only the door's thread takes out.
final class Inbox {

    /// At 2 ms a commit this is half a second of waiting, about as long as a finger believes in a touch.
    static final int LIMIT = 256;

    private final BlockingQueue<Errand> queue = new ArrayBlockingQueue<>(LIMIT);
    private final Counter refusals;
    private volatile boolean open = true;

    Inbox(MeterRegistry meters) {
        this.refusals = meters.counter("lintel.door.refused.busy");
        meters.gaugeCollectionSize("lintel.door.queue", List.of(), queue);
    }

    /// Never waits: a full inbox is an answer too.
    boolean offer(Errand errand) {
        boolean taken = open && queue.offer(errand);
        if (taken && !open && queue.remove(errand)) {
            // Closed in between: what was left is being abandoned, and this one may have come too late for it.
            taken = false;
        }
        if (!taken) {
            refusals.increment();
        }
        return taken;
    }

    /// Waits while the inbox is full, which holds the asker back.
    <T extends Errand> T put(T errand) throws InterruptedException {
        queue.put(errand);
        return errand;
    }

    /// Moves what waits, in order, into an empty list; leaves the list empty if nothing came for that long.
    void take(List<Errand> into, int most, long waitMillis) throws InterruptedException {
        Errand first = queue.poll(waitMillis, TimeUnit.MILLISECONDS);
        if (first != null) {
            into.add(first);
            queue.drainTo(into, most - 1);
        }
    }

    boolean open() {
        return open;
    }

    void close() {
        open = false;
    }

    /// Hands over what nobody will decide any more.
    void abandon(Consumer<Errand> left) {
        queue.forEach(left);
    }
}
