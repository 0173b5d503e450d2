package dev.lintel.edge.hardware.simulated;

import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;

/// Plays a script once, from the moment it is made, on a thread of its own.
public final class ScenePlayer implements AutoCloseable {

    private final ScheduledExecutorService thread = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("scenes").daemon().factory());

    public ScenePlayer(SceneScript.Good script, SimulatedSensors sensors) {
        for (SceneScript.Cue cue : script.cues()) {
            var _ = thread.schedule(() -> sensors.show(cue.space(), cue.scene()), cue.after().toMillis(),
                    TimeUnit.MILLISECONDS);
        }
    }

    @Override
    public void close() {
        thread.shutdownNow();
    }
}
