package dev.lintel.edge.copy;

import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.booking.Policy;
import dev.lintel.protocol.booking.Privacy;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.booking.Space;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.FloorId;
import dev.lintel.protocol.identity.PersonId;
import dev.lintel.protocol.identity.SpaceId;
import dev.lintel.protocol.line.Change;
import dev.lintel.protocol.line.DoorPosition;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.line.Line;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;

/// The second floor of the stories: two rooms, one booking around half past nine, all of the day the door's.
@NullMarked
public final class Floor2 {

    public static final Instant NOON_YESTERDAY = Instant.parse("2026-03-02T12:00:00Z");
    public static final Instant NINE = Instant.parse("2026-03-03T09:00:00Z");
    public static final FloorId ID = FloorId.of("01890000-0000-7000-8000-00000000f002");
    public static final SpaceId ASPEN = SpaceId.of("01890000-0000-7000-8000-00000000a5e1");
    public static final SpaceId BIRCH = SpaceId.of("01890000-0000-7000-8000-00000000b1c4");
    public static final PersonId ADA = PersonId.of("01890000-0000-7000-8000-0000000000ad");
    public static final BookingId STANDUP = BookingId.of("01890000-0000-7000-8000-00000000b001");

    private static final int PAGE_BYTES = 4_096;

    private Floor2() {}

    public static Space space(SpaceId id, String name) {
        return new Space(id, name, 6, "2nd floor", ZoneId.of("Europe/Berlin"), Policy.USUAL, Privacy.TITLE, Optional.empty());
    }

    /// 09:05 to 09:35, so that its check-in is open at nine.
    public static Booking standup() {
        return new Booking(STANDUP, ASPEN, Slot.of(NINE.plusSeconds(300), Duration.ofMinutes(30)), 1, Optional.of(ADA),
                Optional.of("Stand-up"), Origin.CLOUD, NOON_YESTERDAY, new Phase.Confirmed());
    }

    public static DoorPosition position() {
        return new DoorPosition(ID, 1, Optional.empty(), new Line(NINE.plus(Duration.ofHours(24))), Mark.START, Mark.START,
                Mark.START, new Standing.Deciding());
    }

    /// Writes the floor as the feed would have left it.
    public static void seed(CopyFile file) throws SQLException {
        List<Change> rows = List.of(new Change.PutSpace(space(ASPEN, "Aspen")), new Change.PutSpace(space(BIRCH, "Birch")),
                new Change.PutName(ADA, Optional.of("Ada")), new Change.PutBooking(standup()), new Change.PutDoor(position()));
        DoorState state = DoorState.empty(position()).with(rows);
        Stores.door(file)
                .write(List.of(new DoorStep(state, rows, List.of(), List.of(), new Outcome.Applied())),
                        NOON_YESTERDAY);
    }

    /// The same in a data folder that no agent holds yet.
    public static void seed(Path folder) throws SQLException, StartRefused {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            seed(file);
        }
    }

    /// Leaves the floor as a rescue does: nothing is decided before the cloud has sent the calendar.
    public static void doubt(CopyFile file) throws SQLException {
        DoorPosition at = Stores.floor(file).load().orElseThrow().at();
        Stores.door(file)
                .begin(new DoorPosition(at.floor(), at.epoch(), at.generation(), at.line(), at.log(), at.logAcked(), at.feed(),
                        new Standing.Doubting("copy-damaged")), NINE);
    }

    /// Makes the first page of a table unreadable, as a dying card does.
    public static void ruin(Path path, String table) throws Exception {
        int page;
        try (CopyFile file = CopyFile.open(path);
                Connection reader = file.reader();
                Statement statement = reader.createStatement();
                ResultSet row = statement.executeQuery("SELECT rootpage FROM sqlite_master WHERE name = '" + table + "'")) {
            row.next();
            page = row.getInt(1);
        }
        byte[] bytes = Files.readAllBytes(path);
        for (int i = 0; i < PAGE_BYTES; i++) {
            bytes[(page - 1) * PAGE_BYTES + i] = (byte) 0xA5;
        }
        Files.write(path, bytes);
    }
}
