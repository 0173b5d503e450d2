package dev.lintel.edge.gate;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.net.InetAddress;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;

/// Who may come in, and how often, by address.
///
/// A panel opens a handful of connections and asks a few times a minute, so every limit lies far above what panels do and
/// far below what a small machine can carry. Strangers share a part; the rest is kept for the addresses of panels.
///
/// Safe for all threads; each question is a few steps under one lock.
@Singleton
public final class Admission {

    /// A browser opens six connections and one socket; two panels may share an address behind a cheap router.
    static final int CONNECTIONS_PER_ADDRESS = 24;
    /// All strangers together: 200 handshakes in memory are a few megabytes.
    public static final int CONNECTIONS_OF_STRANGERS = 128;
    /// New connections cost a handshake, about two milliseconds on a small machine.
    static final int OPENINGS_AT_ONCE = 40;
    static final int OPENINGS_PER_SECOND = 10;
    /// All strangers together may cost a twentieth of one core in handshakes.
    public static final int STRANGERS_OPENINGS_AT_ONCE = 80;
    public static final int STRANGERS_OPENINGS_PER_SECOND = 25;
    /// A page with its files is a dozen requests.
    static final int REQUESTS_AT_ONCE = 120;
    static final int REQUESTS_PER_SECOND = 30;
    /// A floor has tens of panels; who is forgotten first has not come for longest.
    static final int ADDRESSES = 512;

    private final Map<InetAddress, Visitor> visitors = new LinkedHashMap<>(64, 0.75f, true);
    private final Allowance strangersOpenings;
    private final Counter refusedConnections;
    private final Counter refusedRequests;
    private int strangers;

    @Inject
    Admission(MeterRegistry meters) {
        this(meters, System.nanoTime());
    }

    Admission(MeterRegistry meters, long nowNanos) {
        this.strangersOpenings = new Allowance(STRANGERS_OPENINGS_AT_ONCE, STRANGERS_OPENINGS_PER_SECOND, nowNanos);
        this.refusedConnections = meters.counter("lintel.gate.refused.connections");
        this.refusedRequests = meters.counter("lintel.gate.refused.requests");
    }

    /// What is known of one address.
    private static final class Visitor {

        private final Allowance openings;
        private final Allowance requests;
        private int connections;
        private int countedAsStranger;
        private boolean panel;

        Visitor(long nowNanos) {
            this.openings = new Allowance(OPENINGS_AT_ONCE, OPENINGS_PER_SECOND, nowNanos);
            this.requests = new Allowance(REQUESTS_AT_ONCE, REQUESTS_PER_SECOND, nowNanos);
        }
    }

    /// True if a new connection from there may stay; each that may must [#left] once.
    synchronized boolean entered(InetAddress from, long nowNanos) {
        Visitor visitor = visitor(from, nowNanos);
        boolean may = visitor.connections < CONNECTIONS_PER_ADDRESS && visitor.openings.take(nowNanos)
                && (visitor.panel || (strangers < CONNECTIONS_OF_STRANGERS && strangersOpenings.take(nowNanos)));
        if (!may) {
            refusedConnections.increment();
            return false;
        }
        visitor.connections++;
        if (!visitor.panel) {
            visitor.countedAsStranger++;
            strangers++;
        }
        return true;
    }

    synchronized void left(InetAddress from) {
        Visitor visitor = visitors.get(from);
        if (visitor == null) {
            return;
        }
        visitor.connections--;
        if (visitor.countedAsStranger > visitor.connections) {
            visitor.countedAsStranger--;
            strangers--;
        }
    }

    /// True if one more request from there is to be answered.
    public synchronized boolean asked(InetAddress from, long nowNanos) {
        boolean may = visitor(from, nowNanos).requests.take(nowNanos);
        if (!may) {
            refusedRequests.increment();
        }
        return may;
    }

    /// A paired panel has spoken from this address, or a satellite with its key: from now on strangers do not take its place.
    public synchronized void trusted(InetAddress from, long nowNanos) {
        Visitor visitor = visitor(from, nowNanos);
        if (!visitor.panel) {
            visitor.panel = true;
            strangers -= visitor.countedAsStranger;
            visitor.countedAsStranger = 0;
        }
    }

    /// Whoever is not among these counts as a stranger until a panel speaks from there; who is connected stays so.
    synchronized void trustedOnly(Set<InetAddress> panels) {
        visitors.forEach((from, visitor) -> visitor.panel = visitor.panel && panels.contains(from));
    }

    synchronized int strangers() {
        return strangers;
    }

    private Visitor visitor(InetAddress from, long nowNanos) {
        Visitor known = visitors.get(from);
        if (known != null) {
            return known;
        }
        if (visitors.size() >= ADDRESSES) {
            forgetOne();
        }
        Visitor fresh = new Visitor(nowNanos);
        visitors.put(from, fresh);
        return fresh;
    }

    /// The longest absent that has no connection and is no panel; where there is none, the longest absent without a
    /// connection. Connections are bounded below the table's size, so there always is one.
    private void forgetOne() {
        InetAddress gone = null;
        for (Map.Entry<InetAddress, Visitor> entry : visitors.entrySet()) {
            if (entry.getValue().connections == 0) {
                if (!entry.getValue().panel) {
                    gone = entry.getKey();
                    break;
                }
                gone = gone == null ? entry.getKey() : gone;
            }
        }
        if (gone != null) {
            visitors.remove(gone);
        }
    }
}
