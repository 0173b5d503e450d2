package dev.lintel.edge.panel;

import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.Watcher;
import dev.lintel.edge.fleet.Configuration;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.edge.presence.PresenceFeed;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Effect;
import dev.lintel.protocol.wire.PanelMessage;
import io.micrometer.core.instrument.Counter;
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
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// All open screens: painted anew where a commit or a second has changed what they show, and looked after once per heartbeat.
///
/// ```
/// touch ──asked──► commit ──answered──► its room painted, then the answer          on the thread that answers
///                    └──changed──► every other room that differs, soon after     ┐ on the heartbeat's thread
///                 each second ──► every room                                     ┘
/// ```
@Context
public final class PanelBoard implements Watcher {

    static final int HEARTBEAT_SECONDS = 5;

    private static final Logger LOG = LoggerFactory.getLogger(PanelBoard.class);

    private final Map<String, Screen> screens = new ConcurrentHashMap<>();
    private final Map<SpaceId, RoomPainter> painters = new ConcurrentHashMap<>();
    /// How many touches of a room are with the door: its picture comes with the answer, and not twice.
    private final Map<SpaceId, Integer> answering = new ConcurrentHashMap<>();
    private final AtomicBoolean changes = new AtomicBoolean();
    private final DoorDesk desk;
    private final DoorClock clock;
    private final RoomPictures pictures;
    private final BeanProvider<PanelActions> actions;
    private final Counter forAnswers;
    private final Counter forChanges;
    private final Counter forDecisions;
    private final Counter forScreens;
    private final Counter forTime;
    private long beats = 1;
    private final ScheduledExecutorService heart = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("heartbeat").daemon().factory());

    PanelBoard(DoorDesk desk, DoorClock clock, Panels panels, RoomPictures pictures,
            BeanProvider<PanelActions> actions, PanelHello hello, Configuration configuration, PresenceFeed feed,
            MeterRegistry meters) {
        this.desk = desk;
        this.clock = clock;
        this.pictures = pictures;
        this.actions = actions;
        this.forAnswers = pictures(meters, "answer");
        this.forChanges = pictures(meters, "change");
        this.forDecisions = pictures(meters, "decision");
        this.forScreens = pictures(meters, "screen");
        this.forTime = pictures(meters, "time");
        meters.gaugeMapSize("lintel.panel.sockets", List.of(), screens);
        desk.watch(this);
        feed.onSign(this::sensed);
        panels.onDeparture(this::dismiss);
        configuration.onChange(() -> screens.values().forEach(screen -> screen.send(hello.to(screen.panel()))));
        var _ = heart.scheduleAtFixedRate(this::beat, 1, 1, TimeUnit.SECONDS);
    }

    /// Somebody begins to be there, which is not to wait for the next beat.
    private void sensed(SpaceId space) {
        if (!heart.isShutdown() && rooms().anyMatch(space::equals)) {
            heart.execute(() -> paint(painter(space), forTime));
        }
    }

    private static Counter pictures(MeterRegistry meters, String cause) {
        return meters.counter("lintel.panel.pictures", "for", cause);
    }

    void open(String id, Screen screen) {
        screens.put(id, screen);
        painter(screen.panel().space()).paint(forScreens);
    }

    void close(String id) {
        Screen gone = screens.remove(id);
        if (gone != null) {
            painter(gone.panel().space()).left();
        }
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

    /// On the door's thread, which has answers to give: what the cloud has decided for a panel is shown there and said, and
    /// the other rooms are left to another thread.
    @Override
    public void changed(DoorState state, List<Effect> effects) {
        for (Effect effect : effects) {
            if (effect instanceof Effect.Decided(OperationId operation, var _, Answer answer)) {
                screens.values().stream().filter(screen -> screen.awaits(operation)).forEach(screen -> {
                    paint(painter(screen.panel().space()), forDecisions);
                    screen.send(actions.get().decided(screen.panel(), operation, answer));
                });
            }
        }
        if (!screens.isEmpty()) {
            paintChangesSoon();
        }
    }

    private void paintChangesSoon() {
        if (changes.compareAndSet(false, true)) {
            try {
                heart.execute(this::paintChanges);
            } catch (RejectedExecutionException stopping) {
                LOG.debug("nothing is painted while the agent stops", stopping);
            }
        }
    }

    /// A room of which a touch is with the door is painted with the answer.
    private void paintChanges() {
        changes.set(false);
        desk.state()
                .ifPresent(now -> rooms().filter(space -> !answering.containsKey(space))
                        .map(this::painter)
                        .filter(painter -> painter.behind(now))
                        .forEach(painter -> paint(painter, forChanges)));
    }

    /// A room that cannot be painted keeps back neither an answer nor another room.
    private static void paint(RoomPainter painter, Counter cause) {
        try {
            painter.paint(cause);
        } catch (RuntimeException e) {
            LOG.error("a room could not be painted", e);
        }
    }

    /// A touch of this room is put to the door.
    void asked(SpaceId space) {
        answering.merge(space, 1, Integer::sum);
    }

    /// A touch is done with: what it came to is shown before it is said.
    ///
    /// @param asked whether it was put to the door
    void answered(SpaceId space, boolean asked) {
        RoomPainter painter = painter(space);
        paint(painter, forAnswers);
        if (asked) {
            answering.computeIfPresent(space, (_, touches) -> touches == 1 ? null : touches - 1);
        }
        // What was committed between the two was passed over by whoever paints changes.
        if (desk.state().filter(painter::behind).isPresent()) {
            paintChangesSoon();
        }
    }

    private RoomPainter painter(SpaceId space) {
        return painters.computeIfAbsent(space, room -> new RoomPainter(room, pictures,
                () -> screens.values().stream().filter(screen -> screen.panel().space().equals(room)).toList()));
    }

    private Stream<SpaceId> rooms() {
        return screens.values().stream().map(screen -> screen.panel().space()).distinct();
    }

    /// Each second: repaints what only time, the link or a sensor has changed, and at every fifth tells the panels that
    /// this edge is alive and lets go of those that have not answered.
    private void beat() {
        try {
            if (beats++ % HEARTBEAT_SECONDS == 0) {
                ping();
            }
            rooms().map(this::painter).forEach(painter -> paint(painter, forTime));
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
