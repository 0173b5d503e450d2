package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Watcher;
import dev.lintel.edge.hardware.LightPainter;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.wire.PanelMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.annotation.Context;
import io.micronaut.websocket.CloseReason;
import jakarta.annotation.PreDestroy;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All open screens: repainted after every commit, and looked after once per heartbeat.
@Context
public final class PanelBoard implements Watcher {

    static final int HEARTBEAT_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PanelBoard.class);

    private final Map<String, Screen> screens = new ConcurrentHashMap<>();
    private final DoorDesk desk;
    private final DoorClock clock;
    private final CloudLink link;
    private final LightPainter lights;
    private final ScheduledExecutorService heart = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeat").daemon().factory());

    PanelBoard(DoorDesk desk, DoorClock clock, CloudLink link, LightPainter lights, Panels panels,
            MeterRegistry meters) {
        this.desk = desk;
        this.clock = clock;
        this.link = link;
        this.lights = lights;
        meters.gaugeMapSize("lintel.panel.sockets", List.of(), screens);
        desk.watch(this);
        panels.onDeparture(this::dismiss);
        var _ = heart.scheduleAtFixedRate(this::beat, HEARTBEAT_SECONDS, HEARTBEAT_SECONDS, TimeUnit.SECONDS);
    }

    void open(String id, Screen screen) {
        screens.put(id, screen);
        paint(screen);
    }

    void close(String id) {
        screens.remove(id);
    }

    /// A panel that was taken out of the list, or given another room, is told so and let go.
    private void dismiss(Panels.Departed departed) {
        screens.values()
                .stream()
                .filter(screen -> screen.panel().id().equals(departed.panel()))
                .forEach(screen -> {
                    screen.send(new PanelMessage.NotPaired(departed.reason()));
                    screen.close(CloseReason.NORMAL);
                });
    }

    int count() {
        return screens.size();
    }

    Optional<Screen> screen(String id) {
        return Optional.ofNullable(screens.get(id));
    }

    @Override
    public void changed(DoorState state, List<Effect> effects) {
        screens.values().forEach(this::paint);
    }

    /// Each screen asks for the desk's state at its own turn: a heartbeat that read before a commit and paints after it
    /// would bring a button back that has just been touched.
    private void paint(Screen screen) {
        RoomView.Linked linked = new RoomView.Linked(link.status() instanceof LinkStatus.Live, link.lastSyncedAt());
        screen.show(() -> desk.state()
                .flatMap(state -> RoomView.of(state, screen.panel().space(), clock.moment(), linked, 0)));
    }

    /// Tells every panel that this edge is alive, repaints what only time or the link has changed, and lets go of
    /// panels that have not answered.
    private void beat() {
        try {
            long nowNanos = System.nanoTime();
            PanelMessage.Ping ping = new PanelMessage.Ping(clock.moment().now());
            for (Screen screen : screens.values()) {
                if (screen.silent(nowNanos)) {
                    screen.close(CloseReason.GOING_AWAY);
                } else {
                    screen.send(ping);
                }
            }
            screens.values().forEach(this::paint);
            lights.tick();
        } catch (RuntimeException e) {
            // A heartbeat that fails once must not be the last one: the scheduler would never call again.
            LOG.error("a heartbeat failed", e);
        }
    }

    @PreDestroy
    void stop() {
        heart.shutdownNow();
    }
}
