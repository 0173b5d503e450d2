package dev.lintel.cloud.floor;

import dev.lintel.cloud.floor.FeedStore.Outstanding;
import dev.lintel.cloud.store.Bell;
import dev.lintel.cloud.store.Rounds;
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
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.slf4j.MDC;

/// Sends each connected floor what stands in its feed and was not acknowledged.
///
///     row written -> (ring or next round) -> sent -> acknowledged
///                                             ^ |
///                                             +-+ 5 s without an acknowledgement, then slower: from the cursor again
///
/// The table is the queue; this loop remembers only how far it has sent, and loses nothing by forgetting that. A ring
/// names the floors to look at; a round looks at all, page by page, and goes on where the one before it ran out of room,
/// so that no floor waits behind the others for ever. Each replica does this for itself; what two send, the door drops.
///
/// One thread; [#wanted] and [#from] may be called by any.
final class FeedPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(FeedPump.class);
    /// Without a ring: it was lost, or the replica that should have sent is gone.
    private static final Duration ROUND = Duration.ofSeconds(1);
    /// Unacknowledged entries under way to one floor: four full batches keep the link busy for a round trip.
    private static final int AHEAD = 4 * Limits.BATCH_ENTRIES;
    private static final int DOUBLINGS = 4;
    private static final int PAGE = 500;
    private static final UUID FIRST = new UUID(0, 0);

    private final Transactions transactions;
    private final FloorLink link;
    private final Bell bell;
    private final InstantSource clock;
    private final Codec codec = new Codec();
    private final Rounds rounds = new Rounds("feed-pump", ROUND, this::round);
    private final Map<FloorId, Sent> sent = new HashMap<>();
    private final Map<FloorId, Long> rewinds = new ConcurrentHashMap<>();
    private final Set<FloorId> wanted = ConcurrentHashMap.newKeySet();
    /// Floors that were rung for and have no connected door. Until the next look at all floors, or until their door speaks
    /// here, a ring for them is not worth a query: most bookings of a busy cloud are rung for nobody who listens.
    private final Set<FloorId> unlinked = new HashSet<>();
    private UUID next = FIRST;
    private Instant lastFull = Instant.MIN;

    /// How far a floor's feed was sent.
    ///
    /// @param acknowledged what the door had acknowledged when this was noted: any progress resets the patience
    private record Sent(long epoch, long seq, long acknowledged, Instant at, int repeats) {

        boolean overdue(Instant now) {
            Duration patience = Limits.RESEND_AFTER.multipliedBy(1L << Math.min(repeats, DOUBLINGS));
            return !now.isBefore(at.plus(patience));
        }
    }

    FeedPump(Transactions transactions, FloorLink link, Bell bell, InstantSource clock) {
        this.transactions = transactions;
        this.link = link;
        this.bell = bell;
        this.clock = clock;
        bell.onNews(news -> wanted(news.floors()));
    }

    void start() {
        rounds.start();
    }

    void wake() {
        rounds.wake();
    }

    /// Something was written for these floors.
    void wanted(Set<FloorId> floors) {
        if (wanted.addAll(floors)) {
            rounds.wake();
        }
    }

    /// A door said from where it wants the feed.
    void from(FloorId floor, long seq) {
        rewinds.put(floor, seq - 1);
        wanted(Set.of(floor));
    }

    private void round(boolean woken) {
        Set<FloorId> named = Set.copyOf(wanted);
        wanted.removeAll(named);
        if (!link.isConnected()) {
            sent.clear();
            if (!named.isEmpty()) {
                bell.handOver(named);
            }
            return;
        }
        named(named);
        Instant now = clock.instant();
        if (!woken || now.isAfter(lastFull.plus(ROUND))) {
            lastFull = now;
            all();
        }
    }

    private void named(Set<FloorId> rung) {
        var asked = new HashSet<>(rung);
        asked.removeIf(floor -> unlinked.contains(floor) && !rewinds.containsKey(floor));
        if (asked.isEmpty()) {
            return;
        }
        for (Outstanding floor : transactions.unfenced(handle -> FeedStore.connected(handle, asked))) {
            asked.remove(floor.floor());
            unlinked.remove(floor.floor());
            var _ = sent(floor);
        }
        unlinked.addAll(asked);
    }

    /// Every floor once, from where the last round stopped; a full window ends the round, and room in it begins the next.
    private void all() {
        unlinked.clear();
        var seen = new HashSet<FloorId>();
        boolean wrapped = next.equals(FIRST);
        while (true) {
            UUID after = next;
            List<Outstanding> page = transactions.unfenced(handle -> FeedStore.outstanding(handle, after, PAGE));
            for (Outstanding floor : page) {
                if (!sent(floor)) {
                    return;
                }
                seen.add(floor.floor());
                next = floor.floor().value();
            }
            if (page.size() < PAGE) {
                next = FIRST;
                if (wrapped) {
                    sent.keySet().retainAll(seen);
                    return;
                }
                wrapped = true;
            }
        }
    }

    /// Asks the doors that have been silent for a while to say something: the last entry again, which they acknowledge.
    void probe(Instant silentSince) {
        if (!link.isConnected()) {
            return;
        }
        for (Outstanding floor : transactions.unfenced(handle -> FeedStore.silent(handle, silentSince, PAGE))) {
            var last = transactions.inTenant(floor.tenant(),
                    handle -> FeedStore.batch(handle, floor, floor.written() - 1));
            if (!last.isEmpty() && !publish(floor, last)) {
                return;
            }
        }
    }

    /// A floor whose feed cannot be read is passed over, or those behind it would hear nothing either.
    private boolean sent(Outstanding floor) {
        try {
            return send(floor);
        } catch (RuntimeException e) {
            LOG.atError().addKeyValue("floor", floor.floor()).setCause(e).log("a floor's feed could not be sent");
            return true;
        }
    }

    /// False where there was no room to send.
    private boolean send(Outstanding floor) {
        Instant now = clock.instant();
        Sent before = position(floor, now);
        long seq = before.seq();
        boolean room = true;
        while (room && seq < floor.written() && seq - floor.acknowledged() < AHEAD) {
            long after = seq;
            List<Entry> entries = transactions.inTenant(floor.tenant(), handle -> FeedStore.batch(handle, floor, after));
            if (entries.isEmpty()) {
                break;
            }
            room = publish(floor, entries);
            seq = room ? entries.getLast().seq() : seq;
        }
        if (seq != before.seq() || !before.equals(sent.get(floor.floor()))) {
            sent.put(floor.floor(), new Sent(floor.epoch(), seq, floor.acknowledged(), now, before.repeats()));
        }
        return room;
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
        rounds.close();
    }
}
