package dev.lintel.cloud.floor;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Messages that were dropped, counted by reason and logged once in a while: an edge that shouts must not fill the disk.
@Singleton
final class Refusals {

    private static final Logger LOG = LoggerFactory.getLogger(Refusals.class);
    private static final long LOG_EVERY = 100;

    private final MeterRegistry registry;
    private final Map<String, Counter> counters = new ConcurrentHashMap<>();

    Refusals(MeterRegistry registry) {
        this.registry = registry;
    }

    void count(String reason, String who) {
        Counter counter = counters.computeIfAbsent(reason,
                name -> Counter.builder("lintel.floor.refused").tag("reason", name).register(registry));
        long before = (long) counter.count();
        counter.increment();
        if (before % LOG_EVERY == 0) {
            LOG.atWarn().addKeyValue("reason", reason).addKeyValue("who", who).log("message from the floors refused");
        }
    }

    long counted(String reason) {
        Counter counter = counters.get(reason);
        return counter == null ? 0 : (long) counter.count();
    }
}
