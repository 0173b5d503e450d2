package dev.lintel.edge.hardware.pi;

import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at every expander, one after the other, on a thread of its own: a bus that hangs costs its own inputs.
final class ExpanderPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExpanderPump.class);

    /// Eight chips at 100 kHz take about 23 ms more.
    private static final long EACH_MILLIS = 50;

    private final List<Mcp23017> chips = new CopyOnWriteArrayList<>();
    private @Nullable ScheduledExecutorService thread;

    synchronized void include(Mcp23017 chip) {
        if (!chips.contains(chip)) {
            chips.add(chip);
        }
        if (thread == null) {
            thread = Executors.newSingleThreadScheduledExecutor(Thread.ofPlatform().name("expanders").daemon().factory());
            var _ = thread.scheduleWithFixedDelay(this::look, EACH_MILLIS, EACH_MILLIS,
                    TimeUnit.MILLISECONDS);
        }
    }

    /// A timer never calls again what failed once.
    private void look() {
        for (Mcp23017 chip : chips) {
            try {
                chip.look();
            } catch (RuntimeException e) {
                LOG.error("an expander could not be looked at", e);
            }
        }
    }

    @Override
    public synchronized void close() {
        if (thread != null) {
            thread.shutdownNow();
        }
    }
}
