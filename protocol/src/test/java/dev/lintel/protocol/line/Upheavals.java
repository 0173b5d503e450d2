package dev.lintel.protocol.line;

import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;

/// What happens to a party as a whole: a door is replaced, a cloud comes back from a backup.
final class Upheavals {

    static final int CLOSED = 4;
    static final int REPLACED = 8;
    static final int RESTORED = 16;

    private static final Generation SECOND = new Generation(new UUID(4, 2));

    private final World world;

    Upheavals(World world) {
        this.world = world;
    }

    void next(WorldState state, List<World.Next> all) {
        switch (world.kind()) {
            case PLAIN, UNREADABLE -> {
            }
            case REPLACEMENT -> replacement(state, all);
            case RESTORE -> restore(state, all);
        }
    }

    private static void replacement(WorldState state, List<World.Next> all) {
        if ((state.unreadableLeft() & CLOSED) == 0) {
            DoorStep step = new DoorSide(World.CHAIN).step(state.door(), new DoorInput.Retired(operation(1)));
            WorldState next = new WorldState(state.cloud(), state.ledger(), step.state(), state.feed(),
                    World.joined(state.log(), step.entries()), state.used(), state.unreadableLeft() | CLOSED, state.backup(),
                    state.offered());
            all.add(new World.Next("the door writes its last entry", next, step.outcome()));
        }
        if (state.cloud().at().standing() instanceof Standing.Ended && (state.unreadableLeft() & REPLACED) == 0) {
            CloudStep step = new CloudSide(World.CHAIN).step(state.cloud(), state.ledger(),
                    new CloudInput.DoorReplaced(operation(2), false));
            InMemoryLedger ledger = state.ledger().with(step);
            DoorState fresh = DoorState.empty(DoorPosition.fresh(World.FLOOR, step.floor().at().epoch()));
            DoorStep begun = new DoorSide(World.CHAIN).step(fresh,
                    new DoorInput.SnapshotArrived(snapshot(step.floor(), ledger), List.of(), World.NOW));
            WorldState next = new WorldState(step.floor(), ledger, begun.state(), step.entries(), begun.entries(),
                    state.used(), state.unreadableLeft() | REPLACED, state.backup(), state.offered());
            all.add(new World.Next("another door takes its place", next, step.outcome()));
        }
    }

    private static void restore(WorldState state, List<World.Next> all) {
        if (state.backup().isEmpty()) {
            WorldState next = new WorldState(state.cloud(), state.ledger(), state.door(), state.feed(), state.log(),
                    state.used(), state.unreadableLeft(),
                    Optional.of(new WorldState.Backup(state.cloud(), state.ledger())), state.offered());
            all.add(new World.Next("the cloud is backed up", next, new Outcome.Applied()));
        } else if ((state.unreadableLeft() & RESTORED) == 0) {
            WorldState.Backup backup = state.backup().get();
            CloudStep step = new CloudSide(World.CHAIN).step(backup.cloud(), backup.ledger(),
                    new CloudInput.Restored(operation(3), SECOND));
            List<Entry> read = state.feed().subList(0, (int) state.door().at().feed().seq());
            WorldState next = new WorldState(step.floor(), backup.ledger().with(step), state.door(), List.copyOf(read),
                    state.log(), state.used(), state.unreadableLeft() | RESTORED, state.backup(), state.offered());
            all.add(new World.Next("the cloud is restored from the backup", next, step.outcome()));
        }
        if (state.cloud().at().standing() instanceof Standing.Doubting) {
            DoorCopy copy = DoorCopy.of(state.door());
            CloudStep step = new CloudSide(World.CHAIN).step(state.cloud(), state.ledger(),
                    new CloudInput.CopyOffered(operation(4), copy));
            InMemoryLedger ledger = state.ledger().with(step);
            WorldState next = new WorldState(step.floor(), ledger, state.door(), step.entries(), state.log(), state.used(),
                    state.unreadableLeft(), state.backup(), Optional.of(snapshot(step.floor(), ledger)));
            all.add(new World.Next("the door offers its copy", next, step.outcome()));
        }
        if (state.offered().isPresent()) {
            Snapshot snapshot = state.offered().get();
            List<Entry> since = state.log().subList((int) Rebuild.from(state.door(), snapshot), state.log().size());
            DoorStep step = new DoorSide(World.CHAIN).step(state.door(),
                    new DoorInput.SnapshotArrived(snapshot, since, World.NOW));
            WorldState next = new WorldState(state.cloud(), state.ledger(), step.state(), state.feed(), step.entries(),
                    state.used(), state.unreadableLeft(), state.backup(), Optional.empty());
            all.add(new World.Next("the door begins the new epoch", next, step.outcome()));
        }
    }

    private static Snapshot snapshot(CloudFloor floor, InMemoryLedger ledger) {
        return Snapshot.of(floor, ledger, ledger.spaces().toList(), Map.of(), ledger.bookings().toList());
    }

    private static OperationId operation(int number) {
        return new OperationId(new UUID(8, number));
    }
}
