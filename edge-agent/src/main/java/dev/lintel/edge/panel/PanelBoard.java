package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Watcher;
import dev.lintel.edge.fleet.Configuration;
import dev.lintel.edge.hardware.LightPainter;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.sync.CloudLink;
import dev.lintel.edge.sync.LinkStatus;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.PanelMessage;
import io.micrometer.core.instrument.MeterRegistry;
import io.micronaut.context.BeanProvider;
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
    private final RoomBesides besides;
    private final BeanProvider<PanelActions> actions;
    private final RoomNumbers numbers;
    private long beats = 1;
    private final ScheduledExecutorService heart = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeat").daemon().factory());

    PanelBoard(DoorDesk desk, DoorClock clock, CloudLink link, LightPainter lights, Panels panels,
            RoomBesides besides, BeanProvider<PanelActions> actions, PanelHello hello, Configuration configuration,
            MeterRegistry meters) {
        this.desk = desk;
        this.clock = clock;
        this.link = link;
        this.lights = lights;
        this.besides = besides;
        this.actions = actions;
        this.numbers = new RoomNumbers(clock.moment().now());
        meters.gaugeMapSize("lintel.panel.sockets", List.of(), screens);
        desk.watch(this);
        panels.onDeparture(this::dismiss);
        configuration.onChange(() -> screens.values().forEach(screen -> screen.send(hello.to(screen.panel()))));
        var _ = heart.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
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
        for (Effect effect : effects) {
            if (effect instanceof Effect.Decided(OperationId operation, var _, Answer answer)) {
                screens.values()
                        .stream()
                        .filter(screen -> screen.awaits(operation))
                        .forEach(screen -> screen.send(actions.get().decided(screen.panel(), operation, answer)));
            }
        }
    }

    /// Paints a room's screens anew, for what is no change of the floor.
    void repaint(SpaceId space) {
        screens.values().stream().filter(screen -> screen.panel().space().equals(space)).forEach(this::paint);
    }

    /// Each screen asks for the desk's state at its own turn: a heartbeat that read before a commit and paints after it
    /// would bring a button back that has just been touched.
    private void paint(Screen screen) {
        screen.show(() -> Optional.of(view(screen.panel().space())));
    }

    private PanelMessage view(SpaceId space) {
        Moment moment = clock.moment();
        Optional<DoorState> known = desk.state();
        Optional<String> obstacle = known.flatMap(state -> state.at().standing().obstacle());
        if (obstacle.isPresent()) {
            return new PanelMessage.Standby(obstacle.get().contains("copy") ? "rebuilding" : "out-of-service", moment.now());
        }
        RoomView.Linked linked = new RoomView.Linked(link.status() instanceof LinkStatus.Live, link.lastSyncedAt());
        return known.flatMap(state -> RoomView.of(state, space, moment, linked, besides.of(state, space, moment.now())))
                .<PanelMessage>map(state -> numbers.numbered(state))
                .orElseGet(() -> new PanelMessage.Standby("floor-unknown", moment.now()));
    }

    /// Each second: repaints what only time, the link or a sensor has changed, and at every fifth tells the panels that
    /// this edge is alive and lets go of those that have not answered.
    private void beat() {
        try {
            if (beats++ % HEARTBEAT_SECONDS == 0) {
                ping();
            }
            screens.values().forEach(this::paint);
            lights.tick();
        } catch (RuntimeException e) {
            // A heartbeat that fails once must not be the last one: the scheduler would never call again.
            LOG.error("a heartbeat failed", e);
        }
    }

    private void ping() {
        long nowNanos = System.nanoTime();
        PanelMessage.Ping ping = new PanelMessage.Ping(clock.moment().now());
        for (Screen screen : screens.values()) {
            if (screen.silent(nowNanos)) {
                screen.close(CloseReason.GOING_AWAY);
            } else {
                screen.send(ping);
            }
        }
    }

    @PreDestroy
    void stop() {
        heart.shutdownNow();
    }
}
