package dev.lintel.cloud.floor;

import dev.lintel.cloud.floor.FeedStore.Outstanding;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.Codec;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.protocol.wire.Topics;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Sends each connected floor what stands in its feed and was not acknowledged.
///
///     row written -> (ring or next round) -> sent -> acknowledged
///                                             ^ |
///                                             +-+ 5 s without an acknowledgement, then slower: from the cursor again
///
/// The table is the queue; this loop remembers only how far it has sent, and loses nothing by forgetting that. One
/// thread; [#wake], [#from] may be called by any.
final class FeedPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedPump.class);
    /// Without a ring: another replica wrote the row, or the ring was lost.
    private static final Duration ROUND = Duration.ofSeconds(1);
    /// Unacknowledged entries under way to one floor: four full batches keep the link busy for a round trip.
    private static final int AHEAD = 4 * Limits.BATCH_ENTRIES;
    private static final int DOUBLINGS = 4;

    private final Transactions transactions;
    private final FloorLink link;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final Semaphore bell = new Semaphore(0);
    private final Map<FloorId, Sent> sent = new HashMap<>();
    private final Map<FloorId, Long> rewinds = new ConcurrentHashMap<>();
    private final Thread thread;

    /// How far a floor's feed was sent.
    ///
    /// @param acknowledged what the door had acknowledged when this was noted: any progress resets the patience
    private record Sent(long epoch, long seq, long acknowledged, Instant at, int repeats) {

        boolean overdue(Instant now) {
            Duration patience = Limits.RESEND_AFTER.multipliedBy(1L << Math.min(repeats, DOUBLINGS));
            return !now.isBefore(at.plus(patience));
        }
    }

    FeedPump(Transactions transactions, FloorLink link, InstantSource clock) {
        this.transactions = transactions;
        this.link = link;
        this.clock = clock;
        this.thread = Thread.ofVirtual().name("feed-pump").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    void wake() {
        if (bell.availablePermits() == 0) {
            bell.release();
        }
    }

    /// A door said from where it wants the feed.
    void from(FloorId floor, long seq) {
        rewinds.put(floor, seq - 1);
        wake();
    }

    private void run() {
        while (!Thread.currentThread().isInterrupted()) {
            try {
                var _ = bell.tryAcquire(ROUND.toMillis(), TimeUnit.MILLISECONDS);
                bell.drainPermits();
                round();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            } catch (RuntimeException e) {
                // The one place for surprises of this loop; the rows are still there at the next round.
                LOG.error("the feed could not be sent", e);
            }
        }
    }

    void round() {
        if (!link.isConnected()) {
            sent.clear();
            return;
        }
        List<Outstanding> floors = transactions.unfenced(FeedStore::outstanding);
        Set<FloorId> present = floors.stream().map(Outstanding::floor).collect(Collectors.toSet());
        sent.keySet().retainAll(present);
        for (Outstanding floor : floors) {
            send(floor);
        }
    }

    private void send(Outstanding floor) {
        Instant now = clock.instant();
        Sent before = position(floor, now);
        long seq = before.seq();
        while (seq < floor.written() && seq - floor.acknowledged() < AHEAD) {
            long after = seq;
            List<Entry> entries = transactions.inTenant(floor.tenant(), handle -> FeedStore.batch(handle, floor, after));
            if (entries.isEmpty() || !publish(floor, entries)) {
                break;
            }
            seq = entries.getLast().seq();
        }
        if (seq != before.seq() || !before.equals(sent.get(floor.floor()))) {
            sent.put(floor.floor(), new Sent(floor.epoch(), seq, floor.acknowledged(), now, before.repeats()));
        }
    }

    /// From where to go on: where the door asked, or from the cursor when nothing was sent yet or nothing came back.
    private Sent position(Outstanding floor, Instant now) {
        Long rewind = rewinds.remove(floor.floor());
        if (rewind != null) {
            return new Sent(floor.epoch(), Math.min(rewind, floor.written()), floor.acknowledged(), now, 0);
        }
        Sent known = sent.get(floor.floor());
        if (known == null || known.epoch() != floor.epoch() || known.seq() < floor.acknowledged()) {
            return new Sent(floor.epoch(), floor.acknowledged(), floor.acknowledged(), now, 0);
        }
        if (floor.acknowledged() > known.acknowledged()) {
            return new Sent(floor.epoch(), known.seq(), floor.acknowledged(), now, 0);
        }
        return known.overdue(now)
                ? new Sent(floor.epoch(), floor.acknowledged(), floor.acknowledged(), now, known.repeats() + 1)
                : known;
    }

    private boolean publish(Outstanding floor, List<Entry> entries) {
        var envelope = new Envelope(Envelope.CURRENT, floor.floor(), floor.epoch(), Optional.of(floor.generation()),
                new Message.Feed(entries));
        boolean handed = link.publish(Topics.down(floor.edge()), codec.encode(envelope));
        if (handed) {
            for (Entry entry : entries) {
                MDC.put("op", entry.head().operation().toString());
                LOG.atInfo().addKeyValue("floor", floor.floor()).addKeyValue("seq", entry.seq()).log("feed entry sent");
            }
            MDC.remove("op");
        }
        return handed;
    }

    @Override
    public void close() {
        thread.interrupt();
    }
}
