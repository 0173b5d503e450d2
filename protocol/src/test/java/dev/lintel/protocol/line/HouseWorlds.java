package dev.lintel.protocol.line;

import static dev.lintel.protocol.line.HouseWorld.cloud;
import static dev.lintel.protocol.line.HouseWorld.door;
import static dev.lintel.protocol.line.HouseWorld.room;
import static dev.lintel.protocol.line.World.A;
import static dev.lintel.protocol.line.World.B;
import static dev.lintel.protocol.line.World.C;
import static dev.lintel.protocol.line.World.slot;

import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.identity.BookingId;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// The worlds of two floors.
final class HouseWorlds {

    private static final HouseWorld.Upheaval NONE = new HouseWorld.Upheaval.None();

    private HouseWorlds() {}

    private static BookingCommand book(BookingId id, int floor, int from, int to) {
        return new BookingCommand.Book(id, room(floor), slot(from, to), Optional.empty(), Optional.empty(), Origin.CLOUD);
    }

    private static HouseWorld.Wished walkUp(BookingId id, int floor, int from, int to) {
        return door(floor, new BookingCommand.Book(id, room(floor), slot(from, to), Optional.empty(), Optional.empty(),
                Origin.DOOR));
    }

    private static HouseWorld.Wished move(int floor, int from, int to) {
        return cloud(new BookingCommand.Move(A, room(floor), slot(from, to)));
    }

    /// One booking goes to the other floor, against people who come, who cancel, and who walk up there.
    static HouseWorld crossing() {
        return new HouseWorld("crossing",
                List.of(List.of(cloud(book(A, 0, 0, 1)), cloud(book(A, 0, 1, 2))), List.of(move(1, 0, 1), move(1, 1, 2)),
                        List.of(door(0, new BookingCommand.CheckIn(A)), cloud(new BookingCommand.Cancel(A)),
                                door(0, new BookingCommand.Cancel(A))),
                        List.of(walkUp(B, 1, 0, 1), walkUp(B, 1, 1, 2))),
                List.of(1, 1), NONE);
    }

    /// It goes there and back again, while somebody else wants its first place.
    static HouseWorld thereAndBack() {
        return new HouseWorld("there and back",
                List.of(List.of(cloud(book(A, 0, 0, 1))), List.of(move(1, 0, 1)), List.of(move(0, 0, 1)),
                        List.of(walkUp(B, 0, 0, 1))),
                List.of(1, 1), NONE);
    }

    /// What was let go once is asked for again, past the line, which then passes it; and somebody walks up there.
    static HouseWorld twice() {
        return new HouseWorld("crossing at the second try",
                List.of(List.of(cloud(book(A, 0, 0, 1))), List.of(move(1, 0, 1)),
                        List.of(cloud(new BookingCommand.Extend(A, World.boundary(2)))), List.of(move(1, 1, 2)),
                        List.of(walkUp(C, 0, 1, 2)), List.of(walkUp(B, 1, 1, 2))),
                List.of(2, 2), NONE);
    }

    /// The door that is to keep the target is replaced in the middle of everything.
    static HouseWorld targetReplaced() {
        return new HouseWorld("crossing to a replaced door",
                List.of(List.of(cloud(book(A, 0, 0, 1))), List.of(move(1, 0, 1), move(1, 1, 2)),
                        List.of(walkUp(B, 1, 0, 1), walkUp(B, 1, 1, 2))),
                List.of(1, 1), new HouseWorld.Upheaval.Replaced(1));
    }

    /// The door that is to let go is replaced in the middle of everything.
    static HouseWorld sourceReplaced() {
        return new HouseWorld("crossing from a replaced door",
                List.of(List.of(cloud(book(A, 0, 0, 1))), List.of(move(1, 0, 1)),
                        List.of(door(0, new BookingCommand.CheckIn(A)), cloud(new BookingCommand.Cancel(A)))),
                List.of(1, 1), new HouseWorld.Upheaval.Replaced(0));
    }

    /// The cloud comes back from a backup in the middle of everything, and the doors tell it how far the move had come.
    static HouseWorld restored() {
        return new HouseWorld("crossing while the cloud is restored",
                List.of(List.of(cloud(book(A, 0, 0, 1))), List.of(move(1, 0, 1))), List.of(1, 1),
                new HouseWorld.Upheaval.Restored());
    }

    /// What is too large for every build.
    static List<HouseWorld> large() {
        List<List<HouseWorld.Wished>> wishes = new ArrayList<>(crossing().wishes());
        List<List<HouseWorld.Wished>> back = new ArrayList<>(wishes);
        back.set(3, List.of(move(0, 0, 1), move(0, 1, 2)));
        List<List<HouseWorld.Wished>> walkedUp = List.of(List.of(cloud(book(A, 0, 0, 1))),
                List.of(move(1, 0, 1), move(1, 1, 2)),
                List.of(walkUp(B, 1, 0, 1)));
        return List.of(twice(), new HouseWorld("crossing with two boundaries", wishes, List.of(2, 2), NONE),
                new HouseWorld("there, back and changed", back, List.of(1, 1), NONE),
                new HouseWorld("changed while the target's door is replaced", wishes, List.of(1, 1),
                        new HouseWorld.Upheaval.Replaced(1)),
                new HouseWorld("changed while the source's door is replaced", wishes, List.of(1, 1),
                        new HouseWorld.Upheaval.Replaced(0)),
                new HouseWorld("walked up while the cloud is restored", walkedUp, List.of(1, 1),
                        new HouseWorld.Upheaval.Restored()));
    }

    static List<HouseWorld> all() {
        return List.of(crossing(), thereAndBack(), targetReplaced(), sourceReplaced(), restored());
    }
}
