package dev.lintel.edge.gate;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.pairing.Panels;
import dev.lintel.protocol.identity.PanelId;
import io.micronaut.context.annotation.Context;
import java.net.InetAddress;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the places of panels free of strangers, also across a restart: a flood that outlasts it would otherwise meet panels
/// that are strangers among strangers.
///
/// Safe for all threads.
@Context
public final class PanelAddresses {

    private static final Logger LOG = LoggerFactory.getLogger(PanelAddresses.class);

    /// A house that is shut for a week finds its panels known.
    private static final Duration KEPT = Duration.ofDays(8);
    /// Often enough for what is kept, and no more: each is a commit.
    private static final Duration WRITTEN_AGAIN = Duration.ofHours(12);

    private final Admission admission;
    private final DoorDesk desk;
    private final InstantSource clock;
    /// Who spoke from there last, and when that was written down; the longest absent is forgotten first.
    private final Map<InetAddress, Heard> written = new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<InetAddress, Heard> eldest) {
            return size() > Admission.ADDRESSES;
        }
    };

    private record Heard(PanelId panel, Instant writtenAt) {}

    PanelAddresses(Admission admission, AddressStore store, DoorDesk desk, Panels panels, InstantSource clock) {
        this.admission = admission;
        this.desk = desk;
        this.clock = clock;
        try {
            for (InetAddress from : store.heardSince(clock.instant().minus(KEPT))) {
                admission.trusted(from, System.nanoTime());
            }
        } catch (SQLException e) {
            LOG.error("the addresses of panels could not be read; each is known again when it speaks", e);
        }
        panels.onDeparture(departed -> forget(departed.panel()));
    }

    /// A panel that was revoked may be a stolen one. From which address it spoke before the last start is not kept, so those
    /// from which nobody has spoken since go with it.
    private void forget(PanelId gone) {
        Set<InetAddress> others;
        synchronized (written) {
            written.values().removeIf(heard -> heard.panel().equals(gone));
            others = Set.copyOf(written.keySet());
        }
        admission.trustedOnly(others);
        var _ = desk.keep(AddressStore.keptOnly(others));
    }

    /// A paired panel has spoken from there.
    public void heard(PanelId panel, InetAddress from) {
        admission.trusted(from, System.nanoTime());
        Instant now = clock.instant();
        synchronized (written) {
            Heard last = written.get(from);
            if (last != null && !last.writtenAt().isAfter(now) && last.writtenAt().plus(WRITTEN_AGAIN).isAfter(now)) {
                written.put(from, new Heard(panel, last.writtenAt()));
                return;
            }
            written.put(from, new Heard(panel, now));
        }
        // Lost where the disk refuses: it is written again half a day later, or after the next start.
        var _ = desk.keep(AddressStore.heard(from, now, now.minus(KEPT)));
    }
}
