package dev.lintel.edge.hardware;

import dev.lintel.edge.wiring.ScreenWire;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.LocalTime;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.Executors;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Dims the touchscreen of this machine at night and wakes it when somebody touches it.
///
/// Two threads: one looks at the time each second, one reads the touchscreen. The touch itself reaches the door's page as
/// well; a screen that was dark was still a screen.
final class ScreenDimmer implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(ScreenDimmer.class);

    private static final int UNKNOWN = -1;
    private static final Duration LOOKED_EVERY = Duration.ofSeconds(1);
    /// A screen that was unplugged for a moment comes back at its brightest, and nobody says so.
    private static final long TOLD_AGAIN_NANOS = TimeUnit.SECONDS.toNanos(10);
    /// What the kernel says of one finger is several events; more of them in a second wake no brighter screen.
    private static final int EVENTS_BYTES = 4_096;
    /// A touchscreen that was unplugged, or is not there yet as the agent starts, is looked for this often.
    private static final long LOOKED_FOR_SECONDS = 2;

    private final Backlight light;
    private final Dimming dimming;
    private final Supplier<LocalTime> now;
    private final LongSupplier nanos;
    private final ScheduledExecutorService timer = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("screen").daemon().factory());
    private volatile long touchedAtNanos;
    private int shining = UNKNOWN;
    private long toldAtNanos;
    private volatile boolean works = true;
    private volatile boolean touchWorks = true;
    /// The touchscreen is open, so a touch would wake the screen.
    private volatile boolean listening;
    private final CountDownLatch closed = new CountDownLatch(1);

    /// @param now the time at the site
    ScreenDimmer(Backlight light, ScreenWire wire, Supplier<LocalTime> now) {
        this(light, wire, now, System::nanoTime, LOOKED_EVERY);
    }

    /// @param nanos by which it is measured how long ago somebody touched the screen
    /// @param every so often it is looked at what time alone changes
    ScreenDimmer(Backlight light, ScreenWire wire, Supplier<LocalTime> now, LongSupplier nanos, Duration every) {
        this.light = light;
        this.dimming = new Dimming(wire.nightFrom(), wire.nightUntil(), wire.percent());
        this.now = now;
        this.nanos = nanos;
        this.touchedAtNanos = nanos.getAsLong() - Dimming.AWAKE.toNanos();
        var _ = timer.scheduleAtFixedRate(this::lookCarefully, 0, every.toNanos(), TimeUnit.NANOSECONDS);
        wire.touch().ifPresent(device -> Thread.ofPlatform().name("touch").daemon().start(() -> listen(device)));
    }

    private void listen(Path device) {
        try {
            do {
                String trouble = hear(device);
                if (touchWorks) {
                    LOG.warn("the touchscreen {} cannot be read, so it does not wake by itself: {}", device, trouble);
                }
                touchWorks = false;
            } while (!closed.await(LOOKED_FOR_SECONDS, TimeUnit.SECONDS));
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// Listens as long as there is something to listen to.
    ///
    /// @return why there is no more
    private String hear(Path device) {
        byte[] events = new byte[EVENTS_BYTES];
        try (InputStream touches = Files.newInputStream(device)) {
            listening = true;
            while (touches.read(events) > 0) {
                touchWorks = true;
                touched();
            }
            return "it has ended";
        } catch (IOException e) {
            return String.valueOf(e.getMessage());
        } finally {
            listening = false;
        }
    }

    /// Somebody touched the screen.
    void touched() {
        touchedAtNanos = nanos.getAsLong();
        try {
            timer.execute(this::lookCarefully);
        } catch (RejectedExecutionException ended) {
            LOG.debug("touched while the agent ends");
        }
    }

    /// A timer never calls again what failed once, and the screen would stay dark.
    private void lookCarefully() {
        try {
            look();
        } catch (RuntimeException e) {
            LOG.error("the screen's light could not be looked after", e);
        }
    }

    private void look() {
        long at = nanos.getAsLong();
        int percent = dimming.at(now.get(), Duration.ofNanos(at - touchedAtNanos), listening);
        if (percent == shining && at - toldAtNanos < TOLD_AGAIN_NANOS) {
            return;
        }
        boolean took = light.shine(percent);
        toldAtNanos = at;
        shining = took ? percent : UNKNOWN;
        if (!took && works) {
            LOG.warn("the screen's light cannot be set; see in docs/hardware.md who may");
        }
        works = took;
    }

    boolean works() {
        return works;
    }

    /// Whether touches were heard when last looked for; true where none are listened to.
    boolean touchWorks() {
        return touchWorks;
    }

    @Override
    public void close() {
        closed.countDown();
        timer.shutdownNow();
        try {
            // What it is just doing must not come after this.
            if (!timer.awaitTermination(2, TimeUnit.SECONDS)) {
                LOG.warn("the screen's light hangs");
                return;
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        // Whoever looks next should see something.
        light.shine(100);
    }
}
