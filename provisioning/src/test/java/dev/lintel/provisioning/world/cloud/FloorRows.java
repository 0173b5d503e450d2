package dev.lintel.provisioning.world.cloud;

import dev.lintel.cloud.booking.SimulatedTidings;
import dev.lintel.protocol.identity.EdgeId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.TenantId;
import dev.lintel.protocol.line.CloudFloor;
import dev.lintel.protocol.line.Entry;
import dev.lintel.protocol.line.FloorPosition;
import dev.lintel.protocol.line.Greeting;
import dev.lintel.protocol.line.Hash;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.wire.Staging;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/// What the database holds of one floor: its row, its two logs, its edges.
public final class FloorRows {

    /// How far a former door was heard.
    ///
    /// @param head where its log ended when it greeted
    record Heard(Mark mark, long head) {}

    record Whose(EdgeId edge, long epoch) {}

    /// @param connection the latest with which this start of a machine was seen
    /// @param first the one with which it showed itself
    private record Start(UUID boot, long connection, long first) {}

    private final TenantId tenant;
    private final Map<Long, List<Entry>> feed = new HashMap<>();
    private final Map<Long, Map<Long, Entry>> log = new HashMap<>();
    final Map<PersonId, String> named = new HashMap<>();
    final Set<EdgeId> former = new HashSet<>();
    final Map<Whose, Heard> heard = new HashMap<>();
    /// Of each edge, the newest last.
    private final Map<EdgeId, List<Start>> starts = new HashMap<>();
    CloudFloor held;
    Optional<EdgeId> door = Optional.empty();
    Staging copy = Staging.empty();
    boolean up;
    Optional<SimulatedTidings.Barrier> barrier = Optional.empty();

    FloorRows(TenantId tenant, CloudFloor held) {
        this.tenant = tenant;
        this.held = held;
    }

    FloorRows copied() {
        FloorRows copy = new FloorRows(tenant, held);
        feed.forEach((epoch, entries) -> copy.feed.put(epoch, new ArrayList<>(entries)));
        log.forEach((epoch, entries) -> copy.log.put(epoch, new HashMap<>(entries)));
        copy.named.putAll(named);
        copy.former.addAll(former);
        copy.heard.putAll(heard);
        starts.forEach((edge, known) -> copy.starts.put(edge, new ArrayList<>(known)));
        copy.door = door;
        copy.copy = this.copy;
        copy.barrier = barrier;
        return copy;
    }

    public FloorId id() {
        return held.at().floor();
    }

    public TenantId tenant() {
        return tenant;
    }

    public CloudFloor held() {
        return held;
    }

    public Optional<EdgeId> door() {
        return door;
    }

    public boolean up() {
        return up;
    }

    public Optional<SimulatedTidings.Barrier> barrier() {
        return barrier;
    }

    /// Until a backlog is read, or for as long as one may take, its notices wait.
    boolean tells(Instant now) {
        return barrier.filter(held -> held.until().isAfter(now)).isEmpty();
    }

    void wrote(long epoch, Entry entry) {
        List<Entry> entries = feed.computeIfAbsent(epoch, _ -> new ArrayList<>());
        if (entry.seq() != entries.size() + 1L) {
            throw new IllegalStateException("feed entry " + entry.seq() + " does not follow " + entries.size());
        }
        entries.add(entry);
    }

    /// As the primary key of the real table: an entry is kept once.
    void applied(long epoch, Entry entry) {
        if (log.computeIfAbsent(epoch, _ -> new HashMap<>()).putIfAbsent(entry.seq(), entry) != null) {
            throw new IllegalStateException("door log entry " + entry.seq() + " of epoch " + epoch + " is kept already");
        }
    }

    public List<Entry> feed(long epoch) {
        return feed.getOrDefault(epoch, List.of());
    }

    public Map<Long, Entry> log(long epoch) {
        return log.getOrDefault(epoch, Map.of());
    }

    /// Notes who greets, as `BootDesk` does. False for an old greeting, which tells nothing any more: that of an earlier connection, and one of this connection whose log is shorter than what was applied, for a running process does not lose its log.
    boolean isPresent(EdgeId edge, UUID boot, long connection, Greeting greeting) {
        List<Start> known = starts.computeIfAbsent(edge, _ -> new ArrayList<>());
        for (int i = 0; i < known.size(); i++) {
            Start start = known.get(i);
            if (start.boot().equals(boot)) {
                boolean latest = i == known.size() - 1;
                if (connection == start.connection() && isOvertaken(greeting, held.at())) {
                    return false;
                }
                known.set(i, new Start(boot, Math.max(start.connection(), connection), start.first()));
                return connection >= start.connection() && (latest || connection >= known.getLast().first());
            }
        }
        known.add(new Start(boot, connection, connection));
        return true;
    }

    private static boolean isOvertaken(Greeting greeting, FloorPosition at) {
        boolean shorter = greeting.epoch() == at.epoch()
                && (greeting.log().seq() < at.log().seq() || greeting.feed().seq() < at.feedAcked().seq());
        return shorter || (greeting.epoch() < at.epoch() && at.log().seq() > 0);
    }

    Optional<Hash> feedHash(long seq) {
        List<Entry> entries = feed(held.at().epoch());
        return seq < 1 || seq > entries.size() ? Optional.empty() : Optional.of(entries.get((int) seq - 1).hash());
    }

    Optional<Hash> logHash(long seq) {
        return Optional.ofNullable(log(held.at().epoch()).get(seq)).map(Entry::hash);
    }

    /// Up to where an edge was heard in an epoch that is over: before its first late word, as far as its log was applied.
    Heard heard(Whose whose) {
        Heard known = heard.get(whose);
        if (known != null) {
            return known;
        }
        Optional<Mark> kept = log(whose.epoch()).values()
                .stream()
                .max((a, b) -> Long.compare(a.seq(), b.seq()))
                .map(entry -> new Mark(entry.seq(), entry.hash()));
        Mark before = whose.epoch() + 1 == held.at().epoch() ? held.at().before() : Mark.START;
        return new Heard(kept.filter(mark -> mark.seq() >= before.seq()).orElse(before), 0);
    }
}
