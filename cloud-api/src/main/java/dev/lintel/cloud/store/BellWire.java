package dev.lintel.cloud.store;

import dev.lintel.cloud.store.Bell.News;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.OperationId;
import io.micronaut.context.annotation.Context;
import jakarta.annotation.PreDestroy;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.postgresql.PGConnection;
import org.postgresql.PGNotification;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Carries rings between replicas, over PostgreSQL's own LISTEN and NOTIFY.
///
///     ring -> gathered for a few milliseconds -> NOTIFY (own connection, own transaction) -> LISTEN -> ring
///
/// Notifications are not part of the transactions they tell of: a NOTIFY takes a lock that makes all notifying commits
/// of a database wait for each other. Gathered and sent afterwards, a thousand commits cost a few notifications, and one
/// that is lost (a replica was killed between commit and ring) costs the pumps' next round.
///
/// Two connections outside the pool, each with one thread; either is opened anew when it breaks.
@Context
public final class BellWire implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(BellWire.class);
    private static final String CHANNEL = "lintel_bell";
    /// PostgreSQL takes less than 8,000 bytes; an id with its kind takes 37.
    private static final int IDS = 200;
    private static final int ID_CHARACTERS = 36;
    private static final Duration GATHER = Duration.ofMillis(10);
    private static final Duration REPAIR = Duration.ofSeconds(1);
    private static final int WAIT_MILLIS = 10_000;

    private final Database database;
    private final Bell bell;
    private final Rounds sending;
    private final Thread listening;
    private final Set<FloorId> floors = new LinkedHashSet<>();
    private final Set<OperationId> decided = new LinkedHashSet<>();
    private boolean rung;
    private @Nullable Connection out;
    private volatile @Nullable Connection in;
    private volatile int ownProcess;
    private volatile boolean closing;

    BellWire(Database database, Bell bell) {
        this.database = database;
        this.bell = bell;
        this.sending = new Rounds("bell-wire-out", Duration.ofMinutes(1), this::send);
        this.listening = Thread.ofVirtual().name("bell-wire-in").unstarted(this::listen);
        bell.connect(this::gather);
        sending.start();
        listening.start();
    }

    private void gather(News news) {
        synchronized (this) {
            rung = true;
            floors.addAll(news.floors());
            decided.addAll(news.decided());
        }
        sending.wake();
    }

    private void send(boolean woken) throws InterruptedException {
        Thread.sleep(GATHER);
        for (String payload : payloads()) {
            try {
                var connection = out;
                if (connection == null) {
                    connection = database.dedicated();
                    out = connection;
                    // What is lost in a crash costs a round, so nothing waits for the disk.
                    try (var statement = connection.createStatement()) {
                        statement.execute("SET synchronous_commit = off");
                    }
                    ownProcess = connection.unwrap(PGConnection.class).getBackendPID();
                }
                try (var statement = connection.prepareStatement("SELECT pg_notify('" + CHANNEL + "', ?)")) {
                    statement.setString(1, payload);
                    statement.execute();
                }
            } catch (SQLException e) {
                LOG.warn("other replicas could not be told; they will read it at their next round: {}", e.getMessage());
                close(out);
                out = null;
                return;
            }
        }
    }

    /// Empties what was gathered into texts of at most [#IDS] ids.
    private synchronized List<String> payloads() {
        var texts = new ArrayList<String>();
        var ids = new ArrayList<String>();
        floors.forEach(floor -> ids.add("f" + floor));
        decided.forEach(operation -> ids.add("d" + operation));
        for (int from = 0; from < ids.size(); from += IDS) {
            texts.add(String.join("", ids.subList(from, Math.min(ids.size(), from + IDS))));
        }
        if (rung && texts.isEmpty()) {
            texts.add("");
        }
        rung = false;
        floors.clear();
        decided.clear();
        return texts;
    }

    private void listen() {
        while (!closing) {
            try (var connection = database.dedicated(); var statement = connection.createStatement()) {
                in = connection;
                statement.execute("LISTEN " + CHANNEL);
                // Whatever was rung while nobody listened.
                bell.heard(new News(false, Set.of(), Set.of()));
                var source = connection.unwrap(PGConnection.class);
                while (!closing) {
                    PGNotification[] heard = source.getNotifications(WAIT_MILLIS);
                    for (PGNotification notification : heard == null ? new PGNotification[0] : heard) {
                        if (notification.getPID() != ownProcess) {
                            bell.heard(news(notification.getParameter()));
                        }
                    }
                }
            } catch (SQLException | RuntimeException e) {
                if (!closing) {
                    LOG.warn("rings of other replicas are not heard; their rows are read at each round: {}", e.getMessage());
                    pause();
                }
            }
        }
    }

    static News news(String payload) {
        return new News(false, ids(payload, 'f', FloorId::new), ids(payload, 'd', OperationId::new));
    }

    private static <T> Set<T> ids(String payload, char kind, Function<UUID, T> make) {
        var found = new LinkedHashSet<T>();
        int length = ID_CHARACTERS + 1;
        for (int at = 0; at + length <= payload.length(); at += length) {
            if (payload.charAt(at) == kind) {
                found.add(make.apply(UUID.fromString(payload.substring(at + 1, at + length))));
            }
        }
        return found;
    }

    private static void pause() {
        try {
            Thread.sleep(REPAIR);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void close(@Nullable Connection connection) {
        if (connection != null) {
            try {
                connection.close();
            } catch (SQLException e) {
                LOG.trace("a broken connection does not close", e);
            }
        }
    }

    @Override
    @PreDestroy
    public void close() {
        closing = true;
        sending.close();
        // The listening thread waits inside the driver; closing its connection under it is the way to end that.
        close(in);
        listening.interrupt();
        close(out);
    }
}
