package dev.lintel.edge.hardware.pi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/// Looks at every expander, one after the other, on a thread of its own: a bus that hangs costs its own inputs.
final class ExpanderPump implements AutoCloseable {

    /// Eight chips at 100 kHz take about 16 ms of it.
    private static final long EACH_MILLIS = 50;

    private final List<Mcp23017> chips = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService thread;

    synchronized void include(Mcp23017 chip) {
        if (!chips.contains(chip)) {
            chips.add(chip);
        }
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("expanders").daemon().factory());
            var _ = thread.scheduleWithFixedDelay(() -> chips.forEach(Mcp23017::look), EACH_MILLIS, EACH_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
