package dev.lintel.edge.hardware;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.time.Timepiece;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.presence.Thresholds;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries what sensors see to the rules: one thread, whatever number of sensors, and never the door's.
///
/// Edges come in on the threads of drivers, are stamped and put into a bounded queue; the thread here debounces them and
/// tells [PresenceFeed]. What was lost in a full queue is found at the next look, for a sensor is also asked what it sees.
@Context
public final class SensorPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(SensorPump.class);

    /// As many inputs as eight expanders have, which all bounce sixteen times within one look.
    private static final int EDGES_WAITING = 2_048;
    /// Every sensor is asked this often, so a lost edge costs a quarter of a second.
    private static final long LOOK_NANOS = TimeUnit.MILLISECONDS.toNanos(250);
    /// As often as something may come to rest.
    private static final long STEP_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /// What is connected has been looked at by then, many times.
    private static final long HEARD_WITHIN_NANOS = TimeUnit.SECONDS.toNanos(10);

    private record Edge(SensorTrack track, boolean level, long nanos) {}

    /// A sensor that is attached, for whoever looks the machine over.
    ///
    /// @param known whether this floor has a space of that name
    /// @param silent it has not said anything yet, and should have by now: it may never have been connected
    public record Attached(String space, String sensor, Technology technology, boolean known, boolean silent) {}

    private final PresenceFeed feed;
    private final DoorClock clock;
    private final Timepiece machine;
    private final DoorDesk desk;
    private final Thresholds thresholds;
    private final Counter lost;
    private final BlockingQueue<Edge> edges = new ArrayBlockingQueue<>(EDGES_WAITING);
    private final List<SensorTrack> tracks = new CopyOnWriteArrayList<>();
    private final Thread thread = Thread.ofPlatform().name("sensors").daemon().unstarted(this::work);
    private volatile boolean open = true;
    private boolean started;
    private volatile long startedAtNanos;

    SensorPump(PresenceFeed feed, DoorClock clock, Timepiece machine, DoorDesk desk, Thresholds thresholds,
            MeterRegistry meters) {
        this.feed = feed;
        this.clock = clock;
        this.machine = machine;
        this.lost = meters.counter("lintel.sensors.edges.lost");
        meters.gaugeCollectionSize("lintel.sensors", List.of(), tracks);
        this.desk = desk;
        this.thresholds = thresholds;
    }

    /// Listens to a sensor until this pump is closed.
    ///
    /// @param space name or id of its room; as long as the floor has no such space, nobody is told
    public synchronized void attach(String space, String name, Technology technology, PresenceSensor sensor) {
        SensorTrack track = new SensorTrack(new SensorTrack.Place(space, name, technology), sensor, thresholds.repeated());
        tracks.add(track);
        sensor.listen(level -> noticed(track, level));
        if (!started) {
            started = true;
            startedAtNanos = nanos();
            thread.start();
        }
    }

    /// Listens to a sensor no more. What it has said stands, and soon nobody believes its silence.
    public synchronized void detach(PresenceSensor sensor) {
        tracks.stream()
                .filter(track -> track.sensor() == sensor)
                .map(SensorTrack::place)
                .forEach(place -> space(place).ifPresent(space -> feed.retire(space, place.sensor())));
        tracks.removeIf(track -> track.sensor() == sensor);
        sensor.close();
    }

    private void noticed(SensorTrack track, boolean level) {
        if (!edges.offer(new Edge(track, level, nanos()))) {
            lost.increment();
        }
    }

    /// False once its thread has ended although nobody closed it: every sensor is stale from then on.
    public synchronized boolean alive() {
        return !started || !open || thread.isAlive();
    }

    public List<Attached> attached() {
        boolean late = nanos() - startedAtNanos >= HEARD_WITHIN_NANOS;
        return tracks.stream()
                .map(track -> new Attached(track.place().space(), track.place().sensor(), track.place().technology(),
                        space(track.place()).isPresent(), late && !track.heard()))
                .toList();
    }

    /// Rooms with more sensors than [PresenceFeed] listens to.
    public List<String> crowded() {
        return tracks.stream()
                .collect(Collectors.groupingBy(track -> track.place().space(), TreeMap::new, Collectors.counting()))
                .entrySet()
                .stream()
                .filter(room -> room.getValue() > PresenceFeed.SENSORS_PER_SPACE)
                .map(Map.Entry::getKey)
                .toList();
    }

    /// The space of this floor that goes by this name or id.
    private Optional<SpaceId> space(SensorTrack.Place place) {
        return desk.state()
                .flatMap(state -> state.spaces()
                        .filter(space -> space.name().equalsIgnoreCase(place.space())
                                || space.id().toString().equals(place.space()))
                        .findFirst())
                .map(Space::id);
    }

    /// The machine's running time, which no time server moves.
    private long nanos() {
        return machine.read().running().toNanos();
    }

    private void work() {
        long lookAtNanos = nanos();
        while (open) {
            try {
                @Nullable
                Edge edge = edges.poll(STEP_NANOS, TimeUnit.NANOSECONDS);
                for (; edge != null; edge = edges.poll()) {
                    Edge next = edge;
                    step(next.track(), () -> next.track().edge(next.level(), next.nanos()));
                }
                long nanos = nanos();
                boolean look = nanos - lookAtNanos >= 0;
                lookAtNanos = look ? nanos + LOOK_NANOS : lookAtNanos;
                tracks.forEach(track -> step(track, () -> look ? track.look(nanos) : track.settle(nanos)));
            } catch (InterruptedException stop) {
                return;
            }
        }
    }

    private void step(SensorTrack track, Supplier<List<SensorTrack.Said>> what) {
        List<SensorTrack.Said> said = List.of();
        try {
            said = what.get();
        } catch (RuntimeException e) {
            // One driver that fails must not silence all the others; its own sensor falls silent, and so into doubt.
            if (track.lost()) {
                LOG.error("sensor {} could not be looked at", track.place(), e);
            }
        }
        try {
            tell(track, said);
        } catch (RuntimeException e) {
            // Not the sensor's fault: what it said has been taken in, and somebody who was to hear of it failed.
            LOG.error("what sensor {} said was not heard by everybody", track.place(), e);
        }
    }

    private void tell(SensorTrack track, List<SensorTrack.Said> all) {
        if (all.isEmpty()) {
            return;
        }
        Optional<SpaceId> space = space(track.place());
        for (SensorTrack.Said said : all) {
            Duration ago = Duration.ofNanos(Math.max(0, nanos() - said.atNanos()));
            space.ifPresent(id -> feed.report(id, new Reading(track.place().sensor(), track.place().technology(),
                    clock.moment().now().minus(ago), said.active())));
        }
    }

    @Override
    @PreDestroy
    public void close() {
        open = false;
        thread.interrupt();
        try {
            // What it is just looking at must not be closed under its hands.
            thread.join(TimeUnit.SECONDS.toMillis(2));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        for (SensorTrack track : tracks) {
            try {
                track.sensor().close();
            } catch (RuntimeException e) {
                LOG.warn("sensor {} could not be let go", track.place(), e);
            }
        }
        tracks.clear();
    }
}
