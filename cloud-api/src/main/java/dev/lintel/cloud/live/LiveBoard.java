package dev.lintel.cloud.live;

import dev.lintel.protocol.identity.TenantId;
import jakarta.inject.Singleton;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Who watches what, and the handing over of events to them. Memory only: a lost board is rebuilt by its watchers.
@Singleton
public final class LiveBoard {

    private record Seat(TenantId tenant, Channel channel) {}

    private static final Logger LOG = LoggerFactory.getLogger(LiveBoard.class);

    private final Map<Seat, Set<Watcher>> seats = new ConcurrentHashMap<>();

    /// From now on the watcher gets the events of these channels (it holds them back until its history is told).
    void seat(Watcher watcher, Collection<Channel> channels) {
        for (Channel channel : channels) {
            // In one step, because the last other watcher may be leaving this very moment and take the set along.
            seats.compute(new Seat(watcher.tenant(), channel), (seat, there) -> {
                Set<Watcher> watchers = there == null ? ConcurrentHashMap.newKeySet() : there;
                watchers.add(watcher);
                return watchers;
            });
        }
    }

    void unseat(Watcher watcher) {
        watcher.leave();
        for (Seat seat : seats.keySet()) {
            seats.computeIfPresent(seat, (key, watchers) -> {
                watchers.remove(watcher);
                return watchers.isEmpty() ? null : watchers;
            });
        }
    }

    /// Events in order; each watcher is given each once, through however many of its channels it comes.
    void announce(List<Telling> events) {
        for (Telling event : events) {
            var watchers = new LinkedHashSet<Watcher>();
            for (Channel channel : event.channels()) {
                watchers.addAll(seats.getOrDefault(new Seat(event.tenant(), channel), Set.of()));
            }
            watchers.forEach(watcher -> watcher.event(event));
            if (!watchers.isEmpty()) {
                try (var _ = MDC.putCloseable("op", event.op().toString())) {
                    LOG.info("event told to {} watchers", watchers.size());
                }
            }
        }
    }

    boolean isEmpty() {
        return seats.isEmpty();
    }

    /// How many seats are taken, for the figures.
    int taken() {
        return seats.values().stream().mapToInt(Set::size).sum();
    }
}
