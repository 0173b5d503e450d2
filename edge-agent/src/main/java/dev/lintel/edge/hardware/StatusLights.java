package dev.lintel.edge.hardware;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.SpaceId;
import jakarta.annotation.PreDestroy;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// The lights of a floor. Whoever sets them only notes what they say; a thread of their own makes them shine, so that a bus
/// that hangs costs a light and never a touch.
@Singleton
public final class StatusLights implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(StatusLights.class);

    /// A pulse of a second in 25 steps looks smooth.
    private static final long STEP_MILLIS = 40;
    /// What stands still is written again now and then: a lamp that was plugged in again comes back.
    private static final long STILL_MILLIS = 1_000;

    /// A light and what it says.
    public record Lit(SpaceId space, Signal signal) {}

    private record Saying(Signal signal, long sinceNanos) {}

    private static final class Lamp {

        private final String space;
        private final StatusLight light;
        private volatile boolean works = true;

        private Lamp(String space, StatusLight light) {
            this.space = space;
            this.light = light;
        }
    }

    private final DoorDesk desk;
    private final Map<SpaceId, Saying> lit = new ConcurrentHashMap<>();
    private final List<Lamp> lamps = new CopyOnWriteArrayList<>();
    private final Semaphore news = new Semaphore(0);
    private final Thread thread = Thread.ofPlatform().name("lights").daemon().unstarted(this::work);
    private volatile boolean open = true;
    private boolean started;

    StatusLights(DoorDesk desk) {
        this.desk = desk;
    }

    /// Lets a light say what its space's signal is, until this is closed.
    ///
    /// @param space name or id
    public synchronized void attach(String space, StatusLight light) {
        lamps.add(new Lamp(space, light));
        if (!started) {
            started = true;
            thread.start();
        }
    }

    /// Returns at once. One caller at a time: what comes last counts.
    void show(SpaceId space, Signal signal) {
        Saying before = lit.get(space);
        if (before == null || before.signal() != signal) {
            lit.put(space, new Saying(signal, System.nanoTime()));
            LOG.debug("the light beside {} says {}", space, signal.word());
            news.release();
        }
    }

    public List<Lit> shown() {
        return lit.entrySet().stream().map(entry -> new Lit(entry.getKey(), entry.getValue().signal())).toList();
    }

    private void work() {
        while (open) {
            try {
                boolean moving = paint();
                if (news.tryAcquire(moving ? STEP_MILLIS : STILL_MILLIS, TimeUnit.MILLISECONDS)) {
                    news.drainPermits();
                }
            } catch (InterruptedException stop) {
                break;
            }
        }
        lamps.forEach(lamp -> {
            var _ = carefully(lamp, lamp.light::close);
        });
    }

    /// Whether something has to be painted again soon.
    private boolean paint() {
        Map<String, SpaceId> spaces = new HashMap<>();
        desk.state().ifPresent(state -> state.spaces().forEach(space -> named(space, spaces)));
        Set<Lamp> failed = new HashSet<>();
        boolean moving = false;
        long nanos = System.nanoTime();
        for (Lamp lamp : lamps) {
            Optional<Saying> saying = Optional.ofNullable(spaces.get(lamp.space.toLowerCase(Locale.ROOT)))
                    .map(lit::get);
            Colour colour = saying.map(each -> Glow.of(each.signal(), nanos - each.sinceNanos())).orElse(Colour.DARK);
            if (!carefully(lamp, () -> lamp.light.show(colour))) {
                failed.add(lamp);
            }
            moving |= saying.filter(each -> Glow.moves(each.signal())).isPresent();
        }
        for (Lamp lamp : lamps) {
            lamp.works = carefully(lamp, lamp.light::flush) && !failed.contains(lamp);
        }
        return moving;
    }

    private static void named(Space space, Map<String, SpaceId> spaces) {
        spaces.put(space.name().toLowerCase(Locale.ROOT), space.id());
        spaces.put(space.id().toString(), space.id());
    }

    /// One light that fails must not darken the others; it is said once.
    private static boolean carefully(Lamp lamp, Runnable step) {
        try {
            step.run();
            return true;
        } catch (RuntimeException e) {
            if (lamp.works) {
                LOG.warn("the light beside {} does not answer", lamp.space, e);
            }
            return false;
        }
    }

    /// False once its thread has ended although nobody closed it: what shines then stands still.
    public synchronized boolean alive() {
        return !started || !open || thread.isAlive();
    }

    /// Lights that did not answer when they were last told something, by their spaces.
    public List<String> failing() {
        return lamps.stream().filter(lamp -> !lamp.works).map(lamp -> lamp.space).toList();
    }

    @Override
    @PreDestroy
    public synchronized void close() {
        open = false;
        news.release();
        if (started) {
            try {
                thread.join(TimeUnit.SECONDS.toMillis(2));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
