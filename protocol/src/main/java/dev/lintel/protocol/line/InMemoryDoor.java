package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.OperationId;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/// A door's disk in memory, for simulation: it outlives whoever decides, so what was committed survives a crash and what was not is gone.
///
/// Like a disk it knows rows and never the state that a step has handed on: what it loads is made of what was written.
///
/// @param <X> what its readers are prepared for; it never fails
public final class InMemoryDoor<X extends Exception> implements DoorMemory<X>, DoorCommit<X> {

    private final Map<Long, List<Entry>> log;
    private final Map<Long, Map<Long, Hash>> feed;
    private @Nullable DoorState rows;

    private InMemoryDoor(@Nullable DoorState rows, Map<Long, List<Entry>> log, Map<Long, Map<Long, Hash>> feed) {
        this.rows = rows;
        this.log = log;
        this.feed = feed;
    }

    /// A disk that nothing was ever written to.
    public static <X extends Exception> InMemoryDoor<X> blank() {
        return new InMemoryDoor<>(null, new HashMap<>(), new HashMap<>());
    }

    /// The disk as it is now, to be put back later: a card that was copied, or that lied.
    public InMemoryDoor<X> copied() {
        Map<Long, List<Entry>> entries = new HashMap<>();
        log.forEach((epoch, all) -> entries.put(epoch, new ArrayList<>(all)));
        Map<Long, Map<Long, Hash>> hashes = new HashMap<>();
        feed.forEach((epoch, all) -> hashes.put(epoch, new HashMap<>(all)));
        return new InMemoryDoor<>(rows, entries, hashes);
    }

    /// The same disk without what a snapshot can rebuild, as a door finds it at a start after its file was damaged: its row and its log are left, and it doubts.
    public void loseCopy() {
        if (rows != null) {
            DoorPosition at = rows.at();
            rows = DoorState.empty(
                    at.standing() instanceof Standing.Deciding ? at.withStanding(new Standing.Doubting("copy-missing")) : at);
        }
    }

    @Override
    public void begin(DoorPosition fresh, Instant at) {
        rows = DoorState.empty(fresh);
    }

    @Override
    public void write(List<DoorStep> steps, Instant at) {
        DoorState now = rows;
        if (now == null) {
            throw new IllegalStateException("a door that has no floor decides nothing");
        }
        for (DoorStep step : steps) {
            long epoch = step.state().at().epoch();
            for (Change change : step.changes()) {
                now = now.with(change);
                if (change instanceof Change.PutDoor(DoorPosition door) && door.feed().seq() > 0) {
                    feed.computeIfAbsent(door.epoch(), _ -> new HashMap<>()).putIfAbsent(door.feed().seq(), door.feed().hash());
                }
            }
            for (Entry entry : step.entries()) {
                append(epoch, entry);
            }
        }
        rows = now;
    }

    private void append(long epoch, Entry entry) {
        List<Entry> entries = log.computeIfAbsent(epoch, _ -> new ArrayList<>());
        if (entry.seq() != entries.size() + 1L) {
            throw new IllegalStateException("entry " + entry.seq() + " does not follow " + entries.size());
        }
        entries.add(entry);
    }

    @Override
    public Optional<DoorState> load() {
        return Optional.ofNullable(rows);
    }

    @Override
    public List<Entry> log(long epoch, long from, int limit) {
        List<Entry> entries = log.getOrDefault(epoch, List.of());
        int first = (int) Math.min(Math.max(from, 1) - 1, entries.size());
        int last = (int) Math.min((long) first + limit, entries.size());
        return List.copyOf(entries.subList(first, last));
    }

    @Override
    public Optional<Hash> logHash(long epoch, long seq) {
        List<Entry> entries = log.getOrDefault(epoch, List.of());
        return seq < 1 || seq > entries.size() ? Optional.empty() : Optional.of(entries.get((int) seq - 1).hash());
    }

    @Override
    public Optional<Hash> feedHash(long epoch, long seq) {
        return Optional.ofNullable(feed.getOrDefault(epoch, Map.of()).get(seq));
    }

    @Override
    public boolean logged(long epoch, OperationId operation) {
        return log.getOrDefault(epoch, List.of()).stream().anyMatch(entry -> entry.head().operation().equals(operation));
    }
}
