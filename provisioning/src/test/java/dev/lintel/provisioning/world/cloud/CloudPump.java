package dev.lintel.provisioning.world.cloud;

import dev.lintel.protocol.Limits;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.Envelope;
import dev.lintel.protocol.wire.Message;
import dev.lintel.provisioning.world.ground.Timeline;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/// Sends each connected floor what stands in its feed and was not acknowledged, as `FeedPump` does: from the cursor, further as long as there is room, and from the cursor again when no acknowledgement comes.
final class CloudPump {

    private static final int AHEAD = 4 * Limits.BATCH_ENTRIES;
    /// Fewer than a batch may have, so that no packet is too large whatever its entries say.
    private static final int BATCH = 32;
    private static final int DOUBLINGS = 4;
    private static final long ROUND_MILLIS = 1_000;

    private record Sent(long epoch, long seq, long acknowledged, long at, int repeats) {

        boolean overdue(long now) {
            return now >= at + Limits.RESEND_AFTER.toMillis() * (1L << Math.min(repeats, DOUBLINGS));
        }
    }

    private final Timeline time;
    private final CloudHost host;
    private final Map<FloorId, Sent> sent = new HashMap<>();
    private boolean planned;

    CloudPump(Timeline time, CloudHost host) {
        this.time = time;
        this.host = host;
    }

    /// What the process knew is gone with it; nothing is lost by that.
    void forget() {
        sent.clear();
    }

    void from(FloorRows floor, long seq) {
        sent.put(floor.id(), new Sent(floor.held().at().epoch(), Math.min(seq - 1, floor.held().at().feed().seq()),
                floor.held().at().feedAcked().seq(), time.millis(), 0));
        wake(1);
    }

    /// Something was written.
    void wake(long delay) {
        if (!planned) {
            planned = true;
            time.afterMillis(delay, () -> {
                planned = false;
                if (host.alive()) {
                    round();
                }
            });
        }
    }

    private void round() {
        boolean outstanding = false;
        for (Tables tables : host.databases()) {
            for (FloorRows floor : tables.floors()) {
                var at = floor.held().at();
                if (floor.up() && at.standing().obstacle().isEmpty() && at.feed().seq() > at.feedAcked().seq()) {
                    send(floor);
                    outstanding = true;
                }
            }
        }
        if (outstanding) {
            wake(ROUND_MILLIS);
        }
    }

    private void send(FloorRows floor) {
        Sent before = position(floor);
        long seq = before.seq();
        var at = floor.held().at();
        List<Entry> feed = floor.feed(at.epoch());
        while (seq < at.feed().seq() && seq - at.feedAcked().seq() < AHEAD) {
            List<Entry> entries = List.copyOf(feed.subList((int) seq, (int) Math.min(seq + BATCH, feed.size())));
            host.say(floor, floor.door().orElseThrow(), new Envelope(Envelope.CURRENT, floor.id(), at.epoch(),
                    Optional.of(at.generation()), new Message.Feed(entries)));
            seq += entries.size();
        }
        long moved = seq != before.seq() ? time.millis() : before.at();
        sent.put(floor.id(), new Sent(at.epoch(), seq, at.feedAcked().seq(), moved, before.repeats()));
    }

    private Sent position(FloorRows floor) {
        var at = floor.held().at();
        long acknowledged = at.feedAcked().seq();
        Sent known = sent.get(floor.id());
        if (known == null || known.epoch() != at.epoch() || known.seq() < acknowledged || known.seq() > at.feed().seq()) {
            return new Sent(at.epoch(), acknowledged, acknowledged, time.millis(), 0);
        }
        if (acknowledged > known.acknowledged()) {
            return new Sent(at.epoch(), known.seq(), acknowledged, time.millis(), 0);
        }
        return known.overdue(time.millis())
                ? new Sent(at.epoch(), acknowledged, acknowledged, time.millis(), known.repeats() + 1)
                : known;
    }
}
