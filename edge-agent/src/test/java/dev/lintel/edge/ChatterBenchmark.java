package dev.lintel.edge;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.hardware.Colour;
import dev.lintel.edge.hardware.StatusLight;
import dev.lintel.edge.hardware.StatusLights;
import dev.lintel.edge.hardware.simulated.SimulatedSensors;
import dev.lintel.edge.hardware.simulated.SimulatedSensors.Scene;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.edge.process.House;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Technology;
import dev.lintel.protocol.wire.PanelMessage;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.Executors;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// How long a touch waits for its durable answer while 48 sensors of 24 rooms change 30 times a minute each, in every room
/// of which a meeting is due that nobody has checked in to; beside the same floor with quiet sensors, in one run. Meanwhile
/// somebody enters twelve other rooms, which is to be seen on their panels, and books them, which is to be seen at their lights.
@Tag("benchmark")
@NullMarked
@SuppressWarnings("NullAway.Init")
class ChatterBenchmark {

    private static final int ROOMS = 24;
    private static final int PROBES = 12;
    private static final int TOUCHES = 300;
    private static final Duration BETWEEN_TOUCHES = Duration.ofMillis(100);
    private static final Duration BETWEEN_EDGES = Duration.ofSeconds(2);
    private static final int READINGS = 600;
    /// What is promised, of the median: what else this machine does meanwhile is not known.
    private static final Duration PANEL = Duration.ofSeconds(1);
    private static final Duration LIGHT = Duration.ofMillis(100);

    @TempDir
    Path folder;

    private int operations;

    @Test
    void figures() throws Exception {
        House.build(folder, ROOMS + PROBES, Instant.now());
        try (Agent agent = Agent.start(Roots.ofThisMachine(), "--lintel.data=" + folder, "--lintel.panel.port=0");
                ScheduledExecutorService hands = Executors.newSingleThreadScheduledExecutor()) {
            DoorDesk desk = agent.part(DoorDesk.class);
            SimulatedSensors sensors = agent.part(SimulatedSensors.class);
            List<Space> all = desk.state().orElseThrow().spaces().toList();
            List<Space> spaces = all.subList(0, ROOMS);
            List<Space> probes = all.subList(ROOMS, ROOMS + PROBES);
            spaces.forEach(sensors::furnish);
            Instant due = Instant.now().plusSeconds(240);
            for (Space space : spaces) {
                touch(desk, space.id(), due);
            }
            measure(desk, spaces);
            System.out.println("quiet sensors:      " + measure(desk, spaces));
            remember(agent.part(PresenceFeed.class), spaces);
            boolean[] on = new boolean[1];
            var _ = hands.scheduleAtFixedRate(() -> {
                on[0] = !on[0];
                spaces.forEach(space -> sensors.show(space, on[0] ? Scene.OCCUPIED : Scene.EMPTY));
            }, 0, BETWEEN_EDGES.toMillis(), TimeUnit.MILLISECONDS);
            System.out.println("chattering sensors: " + measure(desk, spaces));
            List<Long> panels = entered(agent, probes);
            List<Long> lights = booked(agent, probes);
            System.out.println("edge of a sensor to its panel: " + spread(panels));
            System.out.println("decision to light:             " + spread(lights));
            assertThat(median(panels)).as("edge of a sensor to its panel").isLessThan(PANEL);
            assertThat(median(lights)).as("decision to light").isLessThan(LIGHT);
        }
        assertThat(operations).isGreaterThan(2 * TOUCHES);
    }

    /// Twenty minutes of it have passed already: as much as the feed keeps of a sensor.
    private static void remember(PresenceFeed feed, List<Space> spaces) {
        Instant from = Instant.now().minus(BETWEEN_EDGES.multipliedBy(READINGS));
        for (Space space : spaces) {
            for (int i = 0; i < READINGS; i++) {
                Instant at = from.plus(BETWEEN_EDGES.multipliedBy(i));
                feed.report(space.id(), new Reading("pir", Technology.PIR, at, i % 2 == 0));
                feed.report(space.id(), new Reading("radar", Technology.RADAR, at, i % 2 == 0));
            }
        }
    }

    /// From the edge of a PIR to the picture that shows somebody, on a panel over its socket: 50 ms of it are debounce.
    private static List<Long> entered(Agent agent, List<Space> probes) throws Exception {
        List<Long> nanos = new ArrayList<>();
        try (HttpClient http = HttpClient.newHttpClient()) {
            for (Space space : probes) {
                agent.part(SimulatedSensors.class).furnish(space);
                int room = (int) (space.id().value().getLeastSignificantBits() & 0xff);
                try (TestPanel panel = TestPanel.open(http, agent.panelAddress().getPort(), House.key(room))) {
                    panel.shows(state -> shows(state, "absent"));
                    long begun = System.nanoTime();
                    agent.part(SimulatedSensors.class).show(space, Scene.OCCUPIED);
                    panel.shows(state -> shows(state, "present"));
                    nanos.add(System.nanoTime() - begun);
                }
            }
        }
        return nanos;
    }

    private static boolean shows(PanelMessage.State state, String word) {
        return state.room().presence().filter(seen -> seen.state().equals(word)).isPresent();
    }

    /// From the decision, as the first of its watchers hears of it, to the light that shines otherwise.
    private List<Long> booked(Agent agent, List<Space> probes) throws Exception {
        DoorDesk desk = agent.part(DoorDesk.class);
        List<Long> nanos = new ArrayList<>();
        for (Space space : probes) {
            BlockingQueue<Long> changed = new LinkedBlockingQueue<>();
            AtomicReference<Colour> shown = new AtomicReference<>(Colour.DARK);
            agent.part(StatusLights.class).attach(space.id().toString(), new StatusLight() {

                @Override
                public void show(Colour colour) {
                    boolean green = colour.green() > 0 && colour.red() == 0;
                    if (!colour.equals(shown.getAndSet(colour)) || green) {
                        changed.add(green ? 0L : System.nanoTime());
                    }
                }

                @Override
                public void flush() {
                    // Told is shown.
                }

                @Override
                public void close() {
                    // Nothing was opened.
                }
            });
            while (changed.take() != 0) {
                // Dark until it is first told that the room is free.
            }
            BlockingQueue<Long> decided = new LinkedBlockingQueue<>();
            desk.watch((state, _) -> {
                if (state.bookings(space.id()).findAny().isPresent()) {
                    decided.add(System.nanoTime());
                }
            });
            touch(desk, space.id(), Instant.now());
            long light = changed.take();
            while (light == 0) {
                light = changed.take();
            }
            nanos.add(light - decided.take());
        }
        return nanos;
    }

    private static Duration median(List<Long> nanos) {
        return Duration.ofNanos(nanos.stream().sorted().toList().get(nanos.size() / 2));
    }

    private static String spread(List<Long> nanos) {
        List<Long> sorted = nanos.stream().sorted().toList();
        return String.format("p50 %.1f ms, longest %.1f ms, n %d", sorted.get(sorted.size() / 2) / 1e6,
                sorted.getLast() / 1e6, sorted.size());
    }

    private String measure(DoorDesk desk, List<Space> spaces) throws Exception {
        List<Long> nanos = new ArrayList<>();
        Instant first = Instant.now().truncatedTo(ChronoUnit.HOURS).plus(Duration.ofHours(2));
        for (int i = 0; i < TOUCHES; i++) {
            long begun = System.nanoTime();
            touch(desk, spaces.get(operations % ROOMS).id(), first.plus(Duration.ofMinutes(15L * operations)));
            nanos.add(System.nanoTime() - begun);
            TimeUnit.NANOSECONDS.sleep(BETWEEN_TOUCHES.toNanos());
        }
        Collections.sort(nanos);
        return String.format("touch to durable answer p50 %.2f ms, p99 %.2f ms, longest %.2f ms, n %d",
                nanos.get(TOUCHES / 2) / 1e6, nanos.get(TOUCHES * 99 / 100) / 1e6, nanos.getLast() / 1e6, TOUCHES);
    }

    private void touch(DoorDesk desk, SpaceId space, Instant start) throws Exception {
        operations++;
        UUID id = new UUID(0x0189_0000_0000_7000L, 0x8000_0000_0300_0000L + operations);
        desk.touch(new OperationId(id), new BookingCommand.Book(new BookingId(id), space,
                Slot.of(start, Duration.ofMinutes(15)), Optional.empty(), Optional.empty(), Origin.DOOR))
                .get(30, TimeUnit.SECONDS);
    }
}
