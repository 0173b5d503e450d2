package dev.lintel.edge.sync;

import dev.lintel.edge.log.Op;
import dev.lintel.protocol.Limits;
import dev.lintel.protocol.line.DoorMemory;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.wire.LineJson;
import dev.lintel.protocol.wire.Message;
import java.io.IOException;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Sends the door log, in order, from where the cloud wants it; again from its last acknowledgement when that stays away.
///
/// Used by the link's thread alone.
final class Pump {

    private static final Logger LOG = LoggerFactory.getLogger(Pump.class);

    /// Entries sent and not yet acknowledged: 16 batches, which fills a slow line and bounds what a resend repeats.
    private static final long AHEAD_LIMIT = 16L * Limits.BATCH_ENTRIES;
    private static final long LONGEST_RESEND_NANOS = TimeUnit.SECONDS.toNanos(60);

    /// Where batches go.
    @FunctionalInterface
    interface Outlet {
        void send(Message.Log batch) throws IOException, InterruptedException;
    }

    private final DoorMemory<SQLException> floor;
    private final LongSupplier nanos;
    private final long epoch;
    private long next;
    private long acknowledged;
    private long resendAfterNanos = Limits.RESEND_AFTER.toNanos();
    private long waitingSinceNanos;

    /// @param nanos a clock that only ever goes on
    Pump(DoorMemory<SQLException> floor, LongSupplier nanos, long epoch, long from) {
        this.floor = floor;
        this.nanos = nanos;
        this.waitingSinceNanos = nanos.getAsLong();
        this.epoch = epoch;
        this.next = from;
        this.acknowledged = from - 1;
    }

    /// The cloud has everything up to here.
    void acknowledged(long seq) {
        if (seq > acknowledged) {
            acknowledged = seq;
            next = Math.max(next, seq + 1);
            resendAfterNanos = Limits.RESEND_AFTER.toNanos();
            waitingSinceNanos = nanos.getAsLong();
        }
    }

    /// Whether the cloud has everything up to here, as far as it is kept: of what was tidied away only the copy can tell.
    boolean hasTold(long last) throws SQLException {
        return acknowledged >= last
                || floor.log(epoch, acknowledged + 1, 1).stream().noneMatch(entry -> entry.seq() == acknowledged + 1);
    }

    /// The cloud asks for the log from here.
    void again(long from) {
        next = from;
    }

    /// Sends whatever is due.
    void send(DoorPosition at, Outlet outlet) throws IOException, SQLException, InterruptedException {
        long last = at.log().seq();
        if (acknowledged >= last) {
            waitingSinceNanos = nanos.getAsLong();
        } else if (nanos.getAsLong() - waitingSinceNanos > resendAfterNanos) {
            next = acknowledged + 1;
            waitingSinceNanos = nanos.getAsLong();
            resendAfterNanos = Math.min(LONGEST_RESEND_NANOS, resendAfterNanos * 2);
        }
        while (next <= last && next - acknowledged <= AHEAD_LIMIT) {
            List<Entry> batch = batch();
            if (batch.isEmpty()) {
                throw new IOException("the door log has no entry " + next + " although " + last + " were written");
            }
            outlet.send(new Message.Log(batch));
            for (Entry entry : batch) {
                try (Op _ = Op.of(entry.head().operation())) {
                    LOG.info("door log entry {} sent", entry.seq());
                }
            }
            next = batch.getLast().seq() + 1;
        }
    }

    /// As many entries as fit a batch; at least one, whatever its size.
    private List<Entry> batch() throws SQLException {
        List<Entry> fitting = new ArrayList<>();
        int bytes = 0;
        for (Entry entry : floor.log(epoch, next, Limits.BATCH_ENTRIES)) {
            bytes += LineJson.entry(entry).bytes().length;
            if (!fitting.isEmpty() && bytes > Limits.BATCH_BYTES) {
                break;
            }
            fitting.add(entry);
        }
        return fitting;
    }
}
