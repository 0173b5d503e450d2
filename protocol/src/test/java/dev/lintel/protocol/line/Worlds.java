package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.World.A;
import static dev.lintel.protocol.line.World.B;
import static dev.lintel.protocol.line.World.C;
import static dev.lintel.protocol.line.World.ROOM;
import static dev.lintel.protocol.line.World.book;
import static dev.lintel.protocol.line.World.boundary;
import static dev.lintel.protocol.line.World.cloud;
import static dev.lintel.protocol.line.World.door;
import static dev.lintel.protocol.line.World.slot;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Party;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.BookingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The worlds that every build visits whole.
final class Worlds {

    private static final Party CLOUD = Party.CLOUD;
    private static final Party DOOR = Party.DOOR;

    private Worlds() {}

    /// Three bookings compete for two slots while the line passes them.
    static World bookAndCancel() {
        return new World("book and cancel",
                List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 0, 2)),
                        List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2), book(DOOR, B, 0, 2)),
                        List.of(book(CLOUD, C, 1, 2), book(DOOR, C, 1, 2)),
                        List.of(cloud(new BookingCommand.Cancel(A)), door(new BookingCommand.Cancel(A)))),
                2, World.Kind.PLAIN);
    }

    /// One booking is moved and extended by both, across the line, against another.
    static World move() {
        return new World("move",
                List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)), List.of(book(CLOUD, B, 1, 2), book(DOOR, B, 1, 2)),
                        List.of(cloud(new BookingCommand.Move(A, ROOM, slot(1, 2))),
                                cloud(new BookingCommand.Move(A, ROOM, slot(0, 1)))),
                        List.of(door(new BookingCommand.Extend(A, boundary(2)))),
                        List.of(cloud(new BookingCommand.Cancel(A)), door(new BookingCommand.Cancel(A)))),
                2, World.Kind.PLAIN);
    }

    /// People come, or do not come, while somebody far away cancels.
    static World attend() {
        return new World("attend",
                List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 0, 2)), List.of(book(DOOR, B, 0, 1)),
                        List.of(door(new BookingCommand.Release(A, World.NOW.now()))),
                        List.of(door(new BookingCommand.CheckIn(A)), door(new BookingCommand.UndoRelease(A))),
                        List.of(cloud(new BookingCommand.Cancel(A)))),
                2, World.Kind.PLAIN);
    }

    /// One entry of each log meets a reader of an older version.
    static World unreadable() {
        return new World("unreadable",
                List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)), List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                        List.of(cloud(new BookingCommand.Cancel(A)))),
                1,
                World.Kind.UNREADABLE);
    }

    /// A door is retired in the middle of everything, and another takes its place.
    static World replacement() {
        return new World("replacement", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2), book(CLOUD, A, 0, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Move(A, ROOM, slot(1, 2)))),
                List.of(book(DOOR, C, 0, 1))), 2, World.Kind.REPLACEMENT);
    }

    /// The cloud forgets what it did since the backup, and learns it again from the door.
    static World restore() {
        return new World("restore", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Move(A, ROOM, slot(1, 2))))), 1,
                World.Kind.RESTORE);
    }

    /// The door loses its copy at any time and starts again from a snapshot and its own log.
    static World rebuild() {
        return new World("rebuild", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 0, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Move(A, ROOM, slot(1, 2)))),
                List.of(door(new BookingCommand.Cancel(B)), door(new BookingCommand.Extend(A, boundary(2))))), 1,
                World.Kind.REBUILD);
    }

    /// With those of two floors.
    static List<Small<?>> small() {
        List<Small<?>> worlds = new ArrayList<>(all());
        worlds.addAll(HouseWorlds.all());
        return worlds;
    }

    /// One wish for many bookings lies across the line, while a walk-up and cancellations come between.
    static World series() {
        return new World("series",
                List.of(List.of(World.series(List.of(occurrence(A, 0), occurrence(B, 1), occurrence(C, 2)))),
                        List.of(book(DOOR, World.D, 0, 1), book(DOOR, World.D, 1, 2)),
                        List.of(cloud(new BookingCommand.Cancel(B)), door(new BookingCommand.Cancel(A)))),
                2, World.Kind.PLAIN);
    }

    private static BookingCommand.Book occurrence(BookingId id, int from) {
        return new BookingCommand.Book(id, ROOM, slot(from, from + 1), Optional.empty(), Optional.empty(), Origin.CLOUD);
    }

    /// Fingers slip: a walk-up that was not meant, an end that was not meant, while others wait for the room.
    static World takeBack() {
        Phase before = new Phase.CheckedIn(World.NOW.now());
        return new World("take back",
                List.of(List.of(book(DOOR, A, 0, 1), book(DOOR, A, 0, 2)), List.of(door(new BookingCommand.End(A))),
                        List.of(door(new BookingCommand.TakeBack(A, 1, slot(0, 1), new Phase.Cancelled(World.NOW.now()),
                                World.NOW.now())),
                                door(new BookingCommand.TakeBack(A, 2, slot(0, 1), before, World.NOW.now()))),
                        List.of(book(CLOUD, B, 0, 1), book(DOOR, B, 0, 1), book(CLOUD, B, 0, 2)),
                        List.of(cloud(new BookingCommand.Cancel(A)))),
                2, World.Kind.PLAIN);
    }

    /// A restore that nobody tells: people go on booking until the door says hello.
    static World silent() {
        return new World("silent restore", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)), List.of(book(CLOUD, C, 1, 2))), 1, World.Kind.SILENT);
    }

    /// A restored cloud that does not wait for the door, by an administrator's word.
    static World waived() {
        return new World("waived", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)), List.of(book(CLOUD, C, 1, 2))), 1, World.Kind.WAIVED);
    }

    /// The door has moved a booking, a restored cloud has forgotten that, and people go on there with the booking as it was.
    static World movedByForce() {
        return new World("moved by force",
                List.of(List.of(book(CLOUD, A, 0, 1)), List.of(cloud(new BookingCommand.Move(A, ROOM, slot(1, 2)))),
                        List.of(book(CLOUD, B, 1, 2)), List.of(cloud(new BookingCommand.Cancel(A)))),
                1, World.Kind.WAIVED);
    }

    /// A restored cloud has forgotten what it granted the door, and people sit there by now.
    static World metByForce() {
        return new World("met by force", List.of(List.of(book(DOOR, B, 1, 2)), List.of(door(new BookingCommand.CheckIn(B))),
                List.of(book(CLOUD, C, 1, 2))), 2, World.Kind.WAIVED);
    }

    /// The same, and the door loses its copy besides.
    static World unreadableAndRebuilt() {
        return new World("unreadable and rebuilt", unreadableAndReplaced().wishes(), 1, World.Kind.UNREADABLE_REBUILD);
    }

    /// The same, and the door is retired: what could not be read must be known before another takes its place.
    static World unreadableAndReplaced() {
        return new World("unreadable and replaced",
                List.of(List.of(book(CLOUD, A, 0, 1)), List.of(book(DOOR, B, 0, 1)),
                        List.of(cloud(new BookingCommand.Cancel(A)))),
                1, World.Kind.UNREADABLE_REPLACEMENT);
    }

    /// R15: a desk on a floor with a door: whatever is wished at the panel, the cloud decides.
    static World desk() {
        return new World("desk", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 0, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Extend(A, boundary(2)))),
                List.of(door(new BookingCommand.CheckIn(A)), door(new BookingCommand.Release(A, World.NOW.now())))), 2,
                World.Kind.DESK);
    }

    /// A door is replaced by force while it may still have something to say.
    static World forced() {
        return new World("replaced by force", replacement().wishes(), 1, World.Kind.FORCED);
    }

    static List<World> all() {
        return List.of(bookAndCancel(), move(), attend(), unreadable(), replacement(), restore(), rebuild(), series(),
                takeBack(), silent(), waived(), movedByForce(), metByForce(), unreadableAndRebuilt(), unreadableAndReplaced(),
                forced(), desk());
    }

    /// What is too large for every build.
    static List<World> large() {
        World bookings = new World("all bookings and cancellations",
                List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2), book(CLOUD, A, 0, 2)),
                        List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2), book(DOOR, B, 0, 2)),
                        List.of(book(CLOUD, C, 1, 2), book(DOOR, C, 1, 2)),
                        List.of(cloud(new BookingCommand.Cancel(A)), door(new BookingCommand.Cancel(A))),
                        List.of(cloud(new BookingCommand.Cancel(B)), door(new BookingCommand.End(B)))),
                2, World.Kind.PLAIN);
        List<List<World.Wished>> moving = List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2), book(DOOR, A, 0, 1)),
                List.of(book(CLOUD, B, 1, 2), book(DOOR, B, 1, 2), book(DOOR, B, 2, 3)),
                List.of(cloud(new BookingCommand.Move(A, ROOM, slot(2, 3))),
                        cloud(new BookingCommand.Move(A, ROOM, slot(0, 1))), cloud(new BookingCommand.Extend(A, boundary(3)))),
                List.of(door(new BookingCommand.Extend(A, boundary(2))), door(new BookingCommand.Move(A, ROOM, slot(1, 3)))),
                List.of(cloud(new BookingCommand.Cancel(A)), door(new BookingCommand.Cancel(A))));
        List<List<World.Wished>> attending = List.of(List.of(book(CLOUD, A, 0, 1), book(DOOR, A, 0, 2), book(CLOUD, A, 0, 2)),
                List.of(book(DOOR, B, 0, 1), book(CLOUD, B, 1, 2)),
                List.of(door(new BookingCommand.Release(A, World.NOW.now()))),
                List.of(door(new BookingCommand.CheckIn(A)), door(new BookingCommand.UndoRelease(A))),
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Move(A, ROOM, slot(1, 2)))),
                List.of(door(new BookingCommand.CheckIn(A)), door(new BookingCommand.End(A))));
        List<List<World.Wished>> older = List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)), List.of(cloud(new BookingCommand.Cancel(A))),
                List.of(book(CLOUD, C, 0, 1), book(DOOR, C, 1, 2), book(DOOR, C, 0, 1)));
        List<World.Wished> comesOrNot = List.of(door(new BookingCommand.CheckIn(A)),
                door(new BookingCommand.Release(A, World.NOW.now())));
        World everything = new World("everything in three slots",
                List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 1, 2)), List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                        List.of(book(CLOUD, C, 2, 3)),
                        List.of(cloud(new BookingCommand.Cancel(A)), door(new BookingCommand.Cancel(A))),
                        List.of(cloud(new BookingCommand.Move(A, ROOM, slot(2, 3))),
                                door(new BookingCommand.Extend(A, boundary(2)))),
                        comesOrNot),
                3, World.Kind.PLAIN);
        World unread = new World("everything, and one entry of each log cannot be read",
                List.of(List.of(book(CLOUD, A, 0, 1)), List.of(book(DOOR, B, 1, 2)),
                        List.of(cloud(new BookingCommand.Move(A, ROOM, slot(1, 2))), cloud(new BookingCommand.Cancel(A))),
                        comesOrNot),
                2, World.Kind.UNREADABLE);
        return List.of(bookings, everything, unread, new World("moves in three slots", moving, 3, World.Kind.PLAIN),
                new World("all attendance", attending, 2, World.Kind.PLAIN),
                new World("older versions", older, 2, World.Kind.UNREADABLE),
                new World("moves while the door is replaced", moving, 2, World.Kind.REPLACEMENT),
                new World("moves while the cloud is restored", move().wishes(), 2, World.Kind.RESTORE),
                new World("restored with a third booking", with(restore().wishes(), book(CLOUD, C, 1, 2)), 2,
                        World.Kind.RESTORE),
                new World("unreadable under a wider line", unreadable().wishes(), 2, World.Kind.UNREADABLE),
                new World("unreadable and replaced in two slots", unreadable().wishes(), 1, World.Kind.UNREADABLE_REPLACEMENT),
                new World("unreadable and rebuilt under a wider line", unreadable().wishes(), 2, World.Kind.UNREADABLE_REBUILD),
                new World("moves and a replacement by force", replacement().wishes(), 2, World.Kind.FORCED),
                new World("rebuilt under a wider line", rebuild().wishes(), 2, World.Kind.REBUILD),
                new World("moves while nobody tells of a restore", move().wishes(), 1, World.Kind.SILENT),
                new World("moves by force", move().wishes(), 1, World.Kind.WAIVED));
    }

    private static List<List<World.Wished>> with(List<List<World.Wished>> wishes, World.Wished more) {
        List<List<World.Wished>> all = new ArrayList<>(wishes);
        all.add(List.of(more));
        return all;
    }
}
