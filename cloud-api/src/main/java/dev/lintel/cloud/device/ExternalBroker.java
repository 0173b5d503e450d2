package dev.lintel.cloud.device;

import dev.lintel.cloud.device.Revocations.Revoked;
import java.io.IOException;
import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// A broker that stands elsewhere and serves every replica: Mosquitto, kept level from a folder.
///
///     revoked -> files written -> broker told to read them -> session ended
///
/// Every two seconds, and at once when this replica revokes, what the broker should know is compared with what its files
/// say; they are written and the broker is told only when they differ. Any number of replicas may do so: they write the
/// same. One thread. When the database is away, the files stay as they are: it fails static.
final class ExternalBroker implements Broker {

    private static final Logger LOG = LoggerFactory.getLogger(ExternalBroker.class);
    private static final Duration ROUND = Duration.ofSeconds(2);
    private static final long RELOAD_SECONDS = 10;
    /// What was revoked longer ago than this before our start was ended by whoever revoked it.
    private static final Duration RECENT = Duration.ofMinutes(5);

    private final Function<Instant, BrokerView> source;
    private final Optional<MosquittoFolder> folder;
    private final List<String> reload;
    private final SessionEnder sessions;
    private final InstantSource clock;
    private final Set<BigInteger> ended = new HashSet<>();
    private final Semaphore bell = new Semaphore(0);
    private final Thread thread;

    private ExternalBroker(Function<Instant, BrokerView> source, Optional<MosquittoFolder> folder, List<String> reload,
            SessionEnder sessions, InstantSource clock) {
        this.source = source;
        this.folder = folder;
        this.reload = reload;
        this.sessions = sessions;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("external-broker").unstarted(this::run);
    }

    /// Writes the files once before it returns, so that the broker can be started next.
    ///
    /// @param source what the broker should know now, read from the database
    static ExternalBroker open(BrokerSettings settings, Optional<MosquittoFolder> folder, SessionEnder sessions,
            Function<Instant, BrokerView> source, Revocations revocations, InstantSource clock) {
        var broker = new ExternalBroker(source, folder, settings.reloadCommand(), sessions, clock);
        revocations.onRevoked(revoked -> broker.wake());
        Instant now = clock.instant();
        BrokerView view = source.apply(now);
        view.revoked()
                .stream()
                .filter(revoked -> revoked.at().isBefore(now.minus(RECENT)))
                .forEach(revoked -> broker.ended.add(revoked.serial()));
        folder.ifPresentOrElse(files -> {
            files.level(view, now);
            LOG.atInfo().addKeyValue("folder", files.path()).log("the broker's files are written");
            if (settings.reloadCommand().isEmpty()) {
                LOG.warn("lintel.broker.reload is not set: something else must make the broker read its files again,"
                        + " or a revoked edge stays connected");
            }
        }, () -> LOG.info("lintel.broker.folder is not set: another replica keeps the broker's files"));
        broker.wake();
        broker.thread.start();
        return broker;
    }

    private void wake() {
        bell.release();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var _ = bell.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
                round();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (IOException | RuntimeException e) {
                // The one place for surprises of this loop; the difference is still there at the next round.
                LOG.error("the broker could not be kept level; what it knows stays in force", e);
            }
        }
    }

    private void round() throws IOException, InterruptedException {
        Instant now = clock.instant();
        BrokerView view = source.apply(now);
        if (folder.isPresent() && folder.get().level(view, now)) {
            reload();
        }
        for (Revoked revoked : view.revoked()) {
            // Of an edge that has renewed, the session rests on a later certificate. Somebody with a copy of the old key can take
            // its place until the broker has read the list, and loses it to the edge's next connection, seconds later.
            if (ended.add(revoked.serial()) && !revoked.followed()) {
                sessions.end(revoked.edge());
            }
        }
    }

    private void reload() throws IOException, InterruptedException {
        if (reload.isEmpty()) {
            return;
        }
        Process process = new ProcessBuilder(reload).redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        if (!process.waitFor(RELOAD_SECONDS, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            LOG.error("ALARM broker-not-told: lintel.broker.reload did not end within {} s", RELOAD_SECONDS);
        } else if (process.exitValue() != 0) {
            LOG.error("ALARM broker-not-told: lintel.broker.reload ended with {}", process.exitValue());
        } else {
            LOG.info("the broker was told to read its files again");
        }
    }

    @Override
    public boolean endsWithUs() {
        return false;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
