package dev.lintel.edge.hardware.pi;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Looks at the expanders of each bus, one after the other, on a thread for each: a bus that hangs costs its own inputs.
final class ExpanderPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ExpanderPump.class);

    /// Eight chips at 100 kHz take about 23 ms more.
    private static final long EACH_MILLIS = 50;
    /// A look at eight chips, many times over.
    private static final long ENDS_WITHIN_SECONDS = 2;

    private record Bus(List<Mcp23017> chips, ScheduledExecutorService thread) {

        static Bus started(int number) {
            Bus bus = new Bus(new CopyOnWriteArrayList<>(), Executors
                    .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("expanders-" + number).daemon().factory()));
            var _ = bus.thread.scheduleWithFixedDelay(bus::look, EACH_MILLIS, EACH_MILLIS, TimeUnit.MILLISECONDS);
            return bus;
        }

        /// A timer never calls again what failed once, whatever it was.
        private void look() {
            for (Mcp23017 chip : chips) {
                try {
                    chip.look();
                } catch (RuntimeException | Error e) {
                    if (chip.lost()) {
                        LOG.error("{} could not be looked at", chip, e);
                    }
                }
            }
        }
    }

    private final Map<Integer, Bus> buses = new HashMap<>();

    synchronized void include(int number, Mcp23017 chip) {
        Bus bus = buses.computeIfAbsent(number, Bus::started);
        if (!bus.chips().contains(chip)) {
            bus.chips().add(chip);
        }
    }

    /// Waits for what is just being looked at, for the chips are closed next.
    @Override
    public synchronized void close() {
        buses.values().forEach(bus -> bus.thread().shutdown());
        for (Map.Entry<Integer, Bus> each : buses.entrySet()) {
            try {
                if (!each.getValue().thread().awaitTermination(ENDS_WITHIN_SECONDS, TimeUnit.SECONDS)) {
                    LOG.warn("bus {} hangs", each.getKey());
                    each.getValue().thread().shutdownNow();
                }
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
