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
    static final int LOST = 32;
    static final int SILENT = 64;
    static final int GREETED = 128;
    static final int WAIVED = 256;
    static final int FORCED = 512;
    static final int TOLD = 1024;
    /// More than all of them together.
    static final int ALL = 2048;
    /// From here on a party may decide without all that was decided before.
    static final int BY_FORCE = SILENT | WAIVED | FORCED;

    private static final Generation SECOND = new Generation(new UUID(4, 2));

    private final World world;

    Upheavals(World world) {
        this.world = world;
    }

    void next(WorldState state, List<World.Next> all) {
        switch (world.kind()) {
            case PLAIN, DESK -> {
            }
            case UNREADABLE -> greet(state, all);
            case REPLACEMENT -> replacement(state, all);
            case UNREADABLE_REPLACEMENT -> {
                replacement(state, all);
                greet(state, all);
            }
            case UNREADABLE_REBUILD -> {
                lose(state, all);
                greet(state, all);
            }
            case FORCED -> forced(state, all);
            case RESTORE -> {
                restore(state, all);
                greet(state, all);
            }
            case SILENT -> {
                silent(state, all);
                greet(state, all);
            }
            case WAIVED -> {
                restore(state, all);
                waive(state, all);
                tell(state, all);
                greet(state, all);
            }
            case REBUILD -> {
                lose(state, all);
                greet(state, all);
            }
        }
    }

    private static void replacement(WorldState state, List<World.Next> all) {
        if ((state.unreadableLeft() & CLOSED) == 0) {
            World.Next next = World.door(state, "the door writes its last entry", new DoorInput.Retired(operation(1)),
                    state.used(), state.unreadableLeft() | CLOSED);
            all.add(next);
        }
        if (state.cloud().at().standing() instanceof Standing.Ended && (state.unreadableLeft() & REPLACED) == 0) {
            World.Next begun = World.cloud(state, "another door takes its place",
                    new CloudInput.DoorReplaced(operation(2), false),
                    state.used());
            if (begun.outcome() instanceof Outcome.Applied) {
                all.add(fresh(begun.state(), begun.words(), REPLACED));
            }
        }
    }

    /// R13: by an administrator's word alone. What the old door has not sent is told late to whoever decides now, or is lost with it.
    private static void forced(WorldState state, List<World.Next> all) {
        if ((state.unreadableLeft() & REPLACED) != 0) {
            return;
        }
        WorldState begun = World.cloud(state, "", new CloudInput.DoorReplaced(operation(2), true), state.used()).state();
        List<Entry> unsent = state.log().subList((int) state.cloud().at().log().seq(), state.log().size());
        all.add(fresh(begun, "the door is replaced by force, and what it had not sent is lost", REPLACED | FORCED));
        World.Next next = fresh(begun, "the door is replaced by force, and what it had not sent comes late", REPLACED | FORCED);
        for (Entry entry : unsent) {
            World.Next told = World.cloud(next.state(), next.words(), new CloudInput.LateArrived(1, entry, World.NOW),
                    state.used());
            next = new World.Next(next.words(), told.state(), told.outcome(), next.clash() || told.clash());
        }
        if (!unsent.isEmpty()) {
            all.add(next);
        }
    }

    private static World.Next fresh(WorldState before, String words, int flags) {
        WorldState fresh = new WorldState(before.cloud(), before.ledger(),
                DoorState.empty(DoorPosition.fresh(World.FLOOR, before.cloud().at().epoch())), before.feed(), List.of(),
                before.used(), before.unreadableLeft() | flags, before.backup(), before.offered());
        return World.door(fresh, words, new DoorInput.SnapshotArrived(snapshot(fresh), List.of(), World.NOW), fresh.used(),
                fresh.unreadableLeft());
    }

    private static void restore(WorldState state, List<World.Next> all) {
        if (state.backup().isEmpty()) {
            all.add(backedUp(state));
        } else if ((state.unreadableLeft() & RESTORED) == 0) {
            WorldState.Backup backup = state.backup().get();
            List<Entry> read = state.feed().subList(0, (int) state.door().at().feed().seq());
            WorldState forgetful = new WorldState(backup.cloud(), backup.ledger(), state.door(), List.copyOf(read),
                    state.log(), state.used(), state.unreadableLeft() | RESTORED, state.backup(), state.offered());
            all.add(World.cloud(forgetful, "the cloud is restored from the backup",
                    new CloudInput.Restored(operation(3), SECOND), state.used()));
        }
    }

    private static World.Next backedUp(WorldState state) {
        WorldState next = new WorldState(state.cloud(), state.ledger(), state.door(), state.feed(), state.log(), state.used(),
                state.unreadableLeft(), Optional.of(new WorldState.Backup(state.cloud(), state.ledger())), state.offered());
        return new World.Next("the cloud is backed up", next, new Outcome.Applied());
    }

    /// R16: nobody says so, but the connection is gone; until the door says hello the cloud believes in what it has.
    private static void silent(WorldState state, List<World.Next> all) {
        if (state.backup().isEmpty()) {
            all.add(backedUp(state));
        } else if ((state.unreadableLeft() & SILENT) == 0) {
            WorldState.Backup backup = state.backup().get();
            List<Entry> known = state.feed().subList(0, (int) backup.cloud().at().feed().seq());
            all.add(new World.Next("the cloud is restored from the backup, and nobody says so",
                    new WorldState(backup.cloud(), backup.ledger(), state.door(), List.copyOf(known), state.log(), state.used(),
                            state.unreadableLeft() | SILENT | RESTORED, state.backup(), state.offered()),
                    new Outcome.Applied()));
        }
    }

    /// R16: an administrator's word, instead of the door's.
    private static void waive(WorldState state, List<World.Next> all) {
        if ((state.unreadableLeft() & WAIVED) == 0 && state.cloud().at().standing() instanceof Standing.Doubting) {
            World.Next next = World.cloud(state, "an administrator does not wait for the door",
                    new CloudInput.Waived(operation(5)),
                    state.used());
            all.add(next.at(next.state().spent(state.unreadableLeft() | WAIVED)));
        }
    }

    /// R13: the cloud says to the door that its epoch is over, before it sends the snapshot of the next.
    private static void tell(WorldState state, List<World.Next> all) {
        if ((state.unreadableLeft() & TOLD) == 0 && isOver(state)) {
            all.add(World.door(state, "the door is told that its epoch is over",
                    new DoorInput.Superseded(state.door().at().epoch()), state.used(), state.unreadableLeft() | TOLD));
        }
    }

    private static boolean isOver(WorldState state) {
        return state.door().at().epoch() < state.cloud().at().epoch();
    }

    /// R13: whether the door has been told that its epoch is over, and has not heard of another since.
    static boolean knowsItIsOver(WorldState state) {
        return (state.unreadableLeft() & TOLD) != 0 && isOver(state);
    }

    /// After the cloud went down nothing is said before a hello.
    static boolean mustGreet(WorldState state) {
        return (state.unreadableLeft() & (SILENT | GREETED)) == SILENT;
    }

    /// R14: the copy is gone, with everything that was open in it; log and position are there.
    private static void lose(WorldState state, List<World.Next> all) {
        if ((state.unreadableLeft() & LOST) == 0 && state.door().proven()) {
            WorldState bare = new WorldState(state.cloud(), state.ledger(), DoorState.empty(state.door().at()), state.feed(),
                    state.log(), state.used(), state.unreadableLeft() | LOST, state.backup(), state.offered());
            all.add(World.door(bare, "the door loses its copy", new DoorInput.Doubted("copy-missing"), bare.used(),
                    bare.unreadableLeft()));
        }
    }

    /// The door says where it stands, and gets or gives what is wanted; a snapshot may be on its way for as long as it likes.
    private static void greet(WorldState state, List<World.Next> all) {
        boolean needed = mustGreet(state) || !state.door().proven() || !state.cloud().understandsAll()
                || state.cloud().at().standing() instanceof Standing.Doubting
                || state.door().at().epoch() != state.cloud().at().epoch();
        if (needed && state.offered().isEmpty()) {
            DoorPosition at = state.door().at();
            Greeting greeting = new Greeting(at.epoch(), at.generation(), at.line(), at.log(), at.feed(), state.door().proven(),
                    Optional.empty(), true);
            World.Next met = World.cloud(state, "the door says hello", new CloudInput.Greeted(greeting, SECOND), state.used());
            if (mustGreet(state)) {
                met = met.at(met.state().spent(met.state().unreadableLeft() | GREETED));
            }
            if (met.outcome() instanceof Outcome.Welcomed welcomed) {
                switch (welcomed.coming()) {
                    case SNAPSHOT -> all.add(sent(met));
                    case COPY -> all.add(World.cloud(met.state(), "the door says hello and offers its copy",
                            new CloudInput.CopyOffered(operation(4), DoorCopy.of(state.door())), state.used()));
                    case FEED -> all.add(met);
                }
            }
        }
        if (state.offered().isPresent()) {
            Snapshot snapshot = state.offered().get();
            List<Entry> since = state.log().subList((int) Rebuild.from(state.door(), snapshot), state.log().size());
            World.Next taken = World.door(state, "the door starts from the snapshot",
                    new DoorInput.SnapshotArrived(snapshot, since, World.NOW), state.used(), state.unreadableLeft());
            all.add(taken.at(offering(taken.state(), Optional.empty())));
        }
    }

    /// With everything read, whoever doubts is told enough to go on.
    static Optional<String> stillDoubting(WorldState state) {
        boolean heard = state.atRest() && state.offered().isEmpty() && state.cloud().understandsAll()
                && state.cloud().at().standing() instanceof Standing.Deciding;
        if (!heard || !(state.door().at().standing() instanceof Standing.Doubting)) {
            return Optional.empty();
        }
        World.Next healed = World.door(state, "",
                new DoorInput.SnapshotArrived(snapshot(state), List.of(), World.NOW), state.used(), state.unreadableLeft());
        return healed.state().door().at().standing() instanceof Standing.Deciding
                ? Optional.empty()
                : Optional.of("the door doubts for ever: " + state.door().at().standing());
    }

    private static World.Next sent(World.Next met) {
        return new World.Next("the cloud sends a snapshot", offering(met.state(), Optional.of(snapshot(met.state()))),
                met.outcome());
    }

    private static WorldState offering(WorldState s, Optional<Snapshot> snapshot) {
        return new WorldState(s.cloud(), s.ledger(), s.door(), s.feed(), s.log(), s.used(), s.unreadableLeft(), s.backup(),
                snapshot);
    }

    private static Snapshot snapshot(WorldState state) {
        return Snapshot.of(state.cloud(), state.ledger(), state.ledger().spaces().toList(), Map.of(),
                state.ledger().bookings().toList());
    }

    private static OperationId operation(int number) {
        return new OperationId(new UUID(8, number));
    }
}
