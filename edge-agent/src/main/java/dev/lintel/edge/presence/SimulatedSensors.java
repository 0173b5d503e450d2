package dev.lintel.edge.presence;

import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.presence.Reading;
import dev.lintel.protocol.presence.Technology;
import io.micronaut.context.annotation.Context;
import io.micronaut.context.annotation.Requires;
import jakarta.annotation.PreDestroy;
import java.time.InstantSource;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// A PIR and a radar in each room that somebody has spoken about, showing what they are told to show. They repeat
/// themselves like real ones.
@Context
@Requires(property = "lintel.presence.simulated", value = "true")
public final class SimulatedSensors {

    private static final long REPEATED_EVERY_SECONDS = 20;

    /// What is going on in a room that does not exist.
    public enum Scene {
        EMPTY(false, false), OCCUPIED(true, true),
        /// One person who sits still: only the radar sees a chest move.
        STILL(false, true),
        /// Both sensors have lost their power.
        SILENT(false, false);

        private final boolean pir;
        private final boolean radar;

        Scene(boolean pir, boolean radar) {
            this.pir = pir;
            this.radar = radar;
        }
    }

    private final PresenceFeed feed;
    private final InstantSource clock;
    private final Map<SpaceId, Scene> scenes = new ConcurrentHashMap<>();
    private final ScheduledExecutorService repetition = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("sensors").daemon().factory());

    SimulatedSensors(PresenceFeed feed, InstantSource clock) {
        this.feed = feed;
        this.clock = clock;
        var _ = repetition.scheduleAtFixedRate(this::repeat, 0, REPEATED_EVERY_SECONDS, TimeUnit.SECONDS);
    }

    /// From now on this goes on in that room.
    public void show(SpaceId space, Scene scene) {
        scenes.put(space, scene);
        report(space, scene);
    }

    /// A room that nobody has spoken about is empty.
    public void furnish(SpaceId space) {
        if (scenes.putIfAbsent(space, Scene.EMPTY) == null) {
            report(space, Scene.EMPTY);
        }
    }

    private void repeat() {
        scenes.forEach(this::report);
    }

    private void report(SpaceId space, Scene scene) {
        if (scene != Scene.SILENT) {
            feed.report(space, new Reading("pir", Technology.PIR, clock.instant(), scene.pir));
            feed.report(space, new Reading("radar", Technology.RADAR, clock.instant(), scene.radar));
        }
    }

    @PreDestroy
    void stop() {
        repetition.shutdownNow();
    }
}
