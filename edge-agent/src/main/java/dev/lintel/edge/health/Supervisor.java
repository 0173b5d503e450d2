package dev.lintel.edge.health;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.sync.CloudLink;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Tells systemd that the doors answer, and feeds its watchdog only while the parts that matter move.
///
/// A disk that refuses is no reason to stop feeding: a new process would find the same disk, and the door recovers by
/// itself. A disk that hangs holds the door's thread, which then falls silent here.
@Singleton
public final class Supervisor implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Supervisor.class);

    /// The door's loop turns twice a second; the longest write waits five seconds for the file.
    static final Duration DOOR_PATIENCE = Duration.ofSeconds(20);
    /// The link's longest pause is a minute, its slowest attempt half of one.
    static final Duration LINK_PATIENCE = Duration.ofSeconds(150);
    /// Fed three times within what systemd allows, so that one lost notice harms nobody.
    private static final int TIMES = 3;

    private final DoorDesk desk;
    private final CloudLink link;
    private final Optional<NoticeSocket> socket;
    private final Optional<Duration> allowed;
    private final ScheduledExecutorService feeder = Executors
            .newSingleThreadScheduledExecutor(Thread.ofPlatform().name("watchdog").daemon().factory());

    @Inject
    Supervisor(DoorDesk desk, CloudLink link) {
        this(desk, link, Optional.ofNullable(System.getenv("NOTIFY_SOCKET")),
                Optional.ofNullable(System.getenv("WATCHDOG_USEC")));
    }

    Supervisor(DoorDesk desk, CloudLink link, Optional<String> socket, Optional<String> watchdogMicros) {
        this.desk = desk;
        this.link = link;
        this.socket = socket.filter(text -> !text.isEmpty()).map(NoticeSocket::new);
        this.allowed = watchdogMicros.map(Long::parseLong).map(micros -> Duration.ofNanos(micros * 1_000));
    }

    /// To be called when the doors answer.
    public void start() {
        if (socket.isEmpty()) {
            return;
        }
        say("READY=1");
        allowed.ifPresent(time -> {
            var _ = feeder.scheduleAtFixedRate(this::feed, 0, time.toMillis() / TIMES, TimeUnit.MILLISECONDS);
        });
    }

    private void feed() {
        stuck().ifPresentOrElse(
                reason -> {
                    LOG.error("the watchdog is not fed: {}", reason);
                    say("STATUS=" + reason);
                },
                () -> say("WATCHDOG=1"));
    }

    /// What does not move, as a sentence; empty while all is well.
    Optional<String> stuck() {
        if (!desk.alive() || desk.sinceBeat().compareTo(DOOR_PATIENCE) > 0) {
            return Optional.of("The door's thread has not moved for " + desk.sinceBeat().toSeconds() + " s.");
        }
        if (desk.needsRestart()) {
            return Optional.of("The floor's file is damaged; a start sets it right.");
        }
        if (link.sinceBeat().compareTo(LINK_PATIENCE) > 0) {
            return Optional.of("The link's thread has not moved for " + link.sinceBeat().toSeconds() + " s.");
        }
        return Optional.empty();
    }

    private void say(String notice) {
        socket.ifPresent(open -> {
            try {
                open.send(notice);
            } catch (IOException e) {
                LOG.warn("systemd was not told {}: {}", notice, e.getMessage());
            }
        });
    }

    @Override
    public void close() {
        feeder.shutdownNow();
        say("STOPPING=1");
    }
}
