package dev.lintel.edge.sync;

import dev.lintel.edge.copy.DiskFault;
import dev.lintel.edge.copy.FloorStore;
import dev.lintel.edge.door.DoorClock;
import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.fleet.FleetDesk;
import dev.lintel.edge.log.Node;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps this edge linked to its cloud for as long as the agent runs: enrol, connect, converse, and after a loss wait
/// and begin again. Nothing else in the agent waits for it.
@Singleton
public final class CloudLink implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(CloudLink.class);

    /// Full jitter between nothing and a bound that doubles from 1 s to 60 s: edges that lost the same broker must not
    /// come back at the same moment.
    private static final long FIRST_PAUSE_MILLIS = 1_000;
    private static final long LONGEST_PAUSE_MILLIS = 60_000;
    private static final int DOUBLINGS = 6;

    private final Enrolment enrolment;
    private final DoorDesk desk;
    private final FloorStore floor;
    private final FleetDesk fleet;
    private final DoorClock clock;
    private final RandomGenerator chance;
    private final BrokerLink.Opener opener;
    private final Listening listening;
    private final Counter connections;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private final Thread thread;
    private volatile long beatAtNanos = System.nanoTime();
    private volatile LinkStatus status = new LinkStatus.Down("starting");
    private volatile Optional<Instant> lastSyncedAt = Optional.empty();
    private volatile Optional<Conversation> current = Optional.empty();
    private volatile Runnable whenNotAccepted = () -> {};

    @Inject
    CloudLink(Enrolment enrolment, DoorDesk desk, FloorStore floor, FleetDesk fleet, DoorClock clock, RandomGenerator chance,
            BrokerLink.Opener opener, MeterRegistry meters) {
        this(enrolment, desk, floor, fleet, clock, chance, opener, meters, Listening.USUAL);
    }

    CloudLink(Enrolment enrolment, DoorDesk desk, FloorStore floor, FleetDesk fleet, DoorClock clock, RandomGenerator chance,
            BrokerLink.Opener opener, MeterRegistry meters, Listening listening) {
        this.listening = listening;
        this.enrolment = enrolment;
        this.desk = desk;
        this.floor = floor;
        this.fleet = fleet;
        this.clock = clock;
        this.chance = chance;
        this.opener = opener;
        this.connections = meters.counter("lintel.link.connections");
        meters.gauge("lintel.link.up", this, link -> link.status() instanceof LinkStatus.Live ? 1 : 0);
        this.thread = Thread.ofPlatform().name("sync").daemon().unstarted(this::work);
    }

    /// @param whenNotAccepted called when the broker does not take this edge's certificate
    public void start(Runnable whenNotAccepted) throws SQLException {
        this.whenNotAccepted = whenNotAccepted;
        lastSyncedAt = floor.syncedAt();
        thread.start();
    }

    public LinkStatus status() {
        return status;
    }

    /// When the cloud was last heard.
    public Optional<Instant> lastSyncedAt() {
        return lastSyncedAt;
    }

    private void work() {
        int failures = 0;
        while (stopped.getCount() > 0) {
            beat();
            try {
                switch (enrolment.identity()) {
                    case Enrolment.Outcome.Refused(String sentence) -> {
                        if (!(status instanceof LinkStatus.NotEnrolled(String said)) || !said.equals(sentence)) {
                            LOG.warn("{}", sentence);
                        }
                        status = new LinkStatus.NotEnrolled(sentence);
                    }
                    case Enrolment.Outcome.Enrolled(Identity identity) -> {
                        Node.is(identity.edge());
                        desk.begin(identity.floor(), 1).get();
                        failures = converse(identity) ? 0 : failures;
                    }
                }
                failures++;
                pause(failures);
            } catch (InterruptedException stop) {
                return;
            } catch (IOException | ExecutionException | RuntimeException e) {
                down(e);
                failures++;
                if (!paused(failures)) {
                    return;
                }
            }
        }
    }

    /// One connection from its beginning to its end. True if the cloud welcomed us on it.
    private boolean converse(Identity identity) throws InterruptedException, ExecutionException {
        long number = desk.connecting().get();
        Conversation conversation = new Conversation(identity, number, desk, floor, fleet, clock, this::live, this::heard,
                this::beat, listening);
        connections.increment();
        current = Optional.of(conversation);
        try {
            conversation.run(opener);
        } catch (IOException | SQLException e) {
            down(e);
        } finally {
            current = Optional.empty();
        }
        lastSyncedAt = conversation.lastHeardAt().or(() -> lastSyncedAt);
        return conversation.lastHeardAt().isPresent();
    }

    /// Ends the present connection, if there is one, so that the next is made with what has changed meanwhile.
    public void reconnect(String why) {
        current.ifPresent(conversation -> conversation.lost(why));
    }

    private void beat() {
        beatAtNanos = System.nanoTime();
    }

    /// How long the link's loop has not turned; its longest pause is a minute.
    public Duration sinceBeat() {
        return Duration.ofNanos(System.nanoTime() - beatAtNanos);
    }

    private void live() {
        status = new LinkStatus.Live(clock.moment().now());
        LOG.info("linked to the cloud");
    }

    private void heard(Instant at) {
        lastSyncedAt = Optional.of(at);
    }

    private void down(Exception e) {
        String reason = reason(e);
        if (Trouble.doubtsCertificate(e)) {
            whenNotAccepted.run();
        }
        if (!(status instanceof LinkStatus.Down(String said)) || !said.equals(reason)) {
            LOG.warn("no link to the cloud: {}", reason);
        }
        status = new LinkStatus.Down(reason);
    }

    /// What the door could not do for the link is the disk's matter, and said in the disk's words.
    private static String reason(Exception e) {
        for (Throwable cause = e; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException disk) {
                return DiskFault.of(disk).sentence();
            }
        }
        return String.valueOf(e.getMessage());
    }

    /// What should be known of the token file beside an identity; empty where there is nothing to say.
    public Optional<String> remark() {
        return enrolment.remark();
    }

    private boolean paused(int failures) {
        try {
            pause(failures);
            return true;
        } catch (InterruptedException stop) {
            return false;
        }
    }

    private void pause(int failures) throws InterruptedException {
        long bound = Math.min(LONGEST_PAUSE_MILLIS, FIRST_PAUSE_MILLIS << Math.min(failures - 1, DOUBLINGS));
        if (stopped.await(chance.nextLong(bound + 1), TimeUnit.MILLISECONDS)) {
            throw new InterruptedException("the agent stops");
        }
    }

    @Override
    public void close() {
        stopped.countDown();
        thread.interrupt();
        try {
            thread.join();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
