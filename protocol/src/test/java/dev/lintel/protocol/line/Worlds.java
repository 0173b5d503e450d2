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
import dev.lintel.protocol.booking.Party;
import java.util.ArrayList;
import java.util.List;

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
                2,
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
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Move(A, ROOM, slot(1, 2)))),
                List.of(book(CLOUD, C, 1, 2))), 2, World.Kind.RESTORE);
    }

    /// The door loses its copy at any time and starts again from a snapshot and its own log.
    static World rebuild() {
        return new World("rebuild", List.of(List.of(book(CLOUD, A, 0, 1), book(CLOUD, A, 0, 2)),
                List.of(book(DOOR, B, 0, 1), book(DOOR, B, 1, 2)),
                List.of(cloud(new BookingCommand.Cancel(A)), cloud(new BookingCommand.Move(A, ROOM, slot(1, 2)))),
                List.of(door(new BookingCommand.Cancel(B)), door(new BookingCommand.Extend(A, boundary(2))))), 2,
                World.Kind.REBUILD);
    }

    /// With those of two floors.
    static List<Small<?>> small() {
        List<Small<?>> worlds = new ArrayList<>(all());
        worlds.addAll(HouseWorlds.all());
        return worlds;
    }

    static List<World> all() {
        return List.of(bookAndCancel(), move(), attend(), unreadable(), replacement(), restore(), rebuild());
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
        return List.of(bookings, new World("moves in three slots", moving, 3, World.Kind.PLAIN),
                new World("all attendance", attending, 2, World.Kind.PLAIN),
                new World("older versions", older, 2, World.Kind.UNREADABLE),
                new World("moves while the door is replaced", moving, 2, World.Kind.REPLACEMENT),
                new World("moves while the cloud is restored", move().wishes(), 2, World.Kind.RESTORE));
    }
}
