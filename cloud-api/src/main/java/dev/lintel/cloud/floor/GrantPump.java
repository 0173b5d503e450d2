package dev.lintel.cloud.floor;

import dev.lintel.cloud.booking.LineDesk;
import dev.lintel.cloud.floor.LinkStore.Connected;
import dev.lintel.cloud.store.Rounds;
import dev.lintel.cloud.store.Transactions;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.IdSource;
import dev.lintel.protocol.line.CloudInput;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// Keeps the line of every connected floor its horizon ahead, and finds out which floors are connected no more.
///
/// A line is looked at after each hello of its door, and all of them twice a minute; whether a grant is due, the shared
/// rules decide. A floor that is cut off is not in the list, so its line stands still.
///
/// A last will can be lost with the broker that held it. So a door that was not heard for [#ASK_AFTER] is asked for a
/// sign of life, and one that stays silent for [#GONE_AFTER] counts as gone until it speaks again.
///
/// One thread; [#wanted] may be called by any.
final class GrantPump implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(GrantPump.class);
    private static final Duration ROUND = Duration.ofSeconds(30);
    static final Duration ASK_AFTER = Duration.ofSeconds(60);
    /// Two rounds in which it was asked, and the time an answer takes.
    static final Duration GONE_AFTER = Duration.ofSeconds(130);
    private static final int PAGE = 500;

    private final Transactions transactions;
    private final LineDesk desk;
    private final FeedPump feed;
    private final LinkBook links;
    private final IdSource ids;
    private final InstantSource clock;
    private final Rounds rounds = new Rounds("grant-pump", ROUND, this::round);
    private final Set<FloorId> wanted = ConcurrentHashMap.newKeySet();
    private Instant lastFull = Instant.MIN;

    GrantPump(Transactions transactions, LineDesk desk, FeedPump feed, LinkBook links, IdSource ids, InstantSource clock) {
        this.transactions = transactions;
        this.desk = desk;
        this.feed = feed;
        this.links = links;
        this.ids = ids;
        this.clock = clock;
    }

    void start() {
        rounds.start();
    }

    /// This floor's door has just greeted.
    void wanted(FloorId floor) {
        wanted.add(floor);
        rounds.wake();
    }

    private void round(boolean woken) {
        Instant now = clock.instant();
        Set<FloorId> named = Set.copyOf(wanted);
        wanted.removeAll(named);
        if (!named.isEmpty()) {
            grant(transactions.unfenced(handle -> LinkStore.connected(handle, named)), now);
        }
        if (!woken || now.isAfter(lastFull.plus(ROUND))) {
            lastFull = now;
            all(now);
            feed.probe(now.minus(ASK_AFTER));
            links.silent(now.minus(GONE_AFTER));
        }
    }

    private void all(Instant now) {
        var after = new UUID(0, 0);
        List<Connected> page;
        do {
            UUID from = after;
            page = transactions.unfenced(handle -> LinkStore.due(handle, now, from, PAGE));
            grant(page, now);
            after = page.isEmpty() ? after : page.getLast().floor().value();
        } while (page.size() == PAGE);
    }

    private void grant(List<Connected> floors, Instant now) {
        for (Connected floor : floors) {
            var due = new CloudInput.GrantDue(ids.operation(), now, floor.horizon());
            try {
                var _ = desk.take(floor.tenant(), floor.floor(), "cloud", List.of(due));
            } catch (RuntimeException e) {
                // Of one floor; those behind it must not wait for somebody to look.
                LOG.atError().addKeyValue("floor", floor.floor()).setCause(e).log("a floor could not be granted its line");
            }
        }
    }

    @Override
    public void close() {
        rounds.close();
    }
}
