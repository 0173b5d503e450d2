package dev.lintel.edge.hardware.simulated;

import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Plays a script once, from the moment it is made, on a thread of its own. A scene for which there is no floor yet waits,
/// and all others behind it.
public final class ScenePlayer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScenePlayer.class);

    private static final Duration ASKED_AGAIN = Duration.ofMillis(100);

    private final SceneScript.Good script;
    private final Predicate<SceneScript.Cue> stage;
    private final CountDownLatch ended = new CountDownLatch(1);

    /// @param stage has a scene begin, and says whether there was a floor to play it on
    public ScenePlayer(SceneScript.Good script, Predicate<SceneScript.Cue> stage) {
        this.script = script;
        this.stage = stage;
        Thread.ofPlatform().name("scenes").daemon().start(this::play);
    }

    private void play() {
        long startedAtNanos = System.nanoTime();
        try {
            for (SceneScript.Cue cue : script.cues()) {
                Duration wait = cue.after().minusNanos(System.nanoTime() - startedAtNanos);
                boolean over = endsWithin(wait);
                while (!over && !stage.test(cue)) {
                    over = endsWithin(ASKED_AGAIN);
                }
                if (over) {
                    return;
                }
            }
        } catch (InterruptedException e) {
            LOG.debug("the script is broken off");
        } catch (RuntimeException e) {
            LOG.error("the script is broken off", e);
        }
    }

    private boolean endsWithin(Duration time) throws InterruptedException {
        return ended.await(Math.max(0, time.toNanos()), TimeUnit.NANOSECONDS);
    }

    @Override
    public void close() {
        ended.countDown();
    }
}
