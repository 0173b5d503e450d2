package dev.lintel.edge.door;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.protocol.booking.Booking;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Phase;
import dev.lintel.protocol.identity.Generation;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Mark;
import dev.lintel.protocol.line.Outcome;
import dev.lintel.protocol.line.Snapshot;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The stand-up is booked from 09:05; at 09:20 its room is given back.
@NullMarked
@SuppressWarnings("NullAway.Init")
class StrikesTest {

    private static final Instant LATE = Floor2.NINE.plus(Duration.ofMinutes(20));
    private static final OperationId RELEASE = new OperationId(new UUID(0x0189000000007000L, 0x8000000000000001L));
    private static final OperationId UNDO = new OperationId(new UUID(0x0189000000007000L, 0x8000000000000002L));

    @TempDir
    Path folder;

    private CopyFile file;
    private DoorDesk desk;

    @BeforeEach
    void open() throws Exception {
        Path life = Files.createDirectories(folder.resolve("life"));
        file = CopyFile.open(life.resolve("floor.db"));
        Floor2.seed(file);
        desk = DoorDesks.striking(file, DoorDesks.clock(() -> LATE));
        desk.start();
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        file.close();
    }

    private TouchReply touch(OperationId operation, BookingCommand command) throws Exception {
        return desk.touch(operation, command).get(10, TimeUnit.SECONDS);
    }

    private TouchReply release() throws Exception {
        return touch(RELEASE, new BookingCommand.Release(Floor2.STANDUP, LATE));
    }

    /// What the disk would hold if the process died at this very moment.
    private record Left(String phase, long strikes) {}

    private Left ifItDiedNow(int moment) {
        try {
            Path copy = Files.createDirectories(folder.resolve("died-" + moment));
            for (String part : List.of("floor.db", "floor.db-wal")) {
                Files.copy(folder.resolve("life").resolve(part), copy.resolve(part));
            }
            try (CopyFile left = CopyFile.open(copy.resolve("floor.db"))) {
                return left
                        .read(reader -> new Left(text(reader, "SELECT phase FROM booking WHERE id = '" + Floor2.STANDUP + "'"),
                                Long.parseLong(text(reader, "SELECT count(*) FROM strike"))));
            }
        } catch (IOException | java.sql.SQLException | dev.lintel.edge.settings.StartRefused e) {
            throw new IllegalStateException(e);
        }
    }

    private static String text(Connection connection, String sql) throws java.sql.SQLException {
        try (Statement statement = connection.createStatement(); ResultSet row = statement.executeQuery(sql)) {
            row.next();
            return row.getString(1);
        }
    }

    @Test
    void atWhateverMomentTheProcessDiesAReleaseHasItsStrikeAndAnUndoneOneHasNone() throws Exception {
        List<Left> left = new ArrayList<>();
        desk.watch((state, effects) -> left.add(ifItDiedNow(left.size())));
        release();
        touch(UNDO, new BookingCommand.UndoRelease(Floor2.STANDUP));
        desk.close();
        assertThat(left).containsExactly(new Left("confirmed", 0), new Left("released", 1), new Left("checked-in", 0));
    }

    private Left now() throws Exception {
        return file.read(reader -> new Left(text(reader, "SELECT phase FROM booking WHERE id = '" + Floor2.STANDUP + "'"),
                Long.parseLong(text(reader, "SELECT count(*) FROM strike"))));
    }

    /// The floor as the cloud knew it before any of this, with what it has done to the meeting since.
    private Snapshot snapshot(Booking standup) {
        return new Snapshot(1, new Generation(new UUID(7, 7)), Floor2.position().line(), new Mark(3, Mark.START.hash()),
                Mark.START, Mark.START, List.of(Floor2.space(Floor2.ASPEN, "Aspen"), Floor2.space(Floor2.BIRCH, "Birch")),
                Map.of(), List.of(standup), List.of());
    }

    @Test
    void aSnapshotFromBeforeAReleaseForgivesNobody() throws Exception {
        release();
        assertThat(desk.swap(snapshot(Floor2.standup())).get(10, TimeUnit.SECONDS)).isInstanceOf(Outcome.Applied.class);
        assertThat(now()).isEqualTo(new Left("released", 1));
        touch(UNDO, new BookingCommand.UndoRelease(Floor2.STANDUP));
        assertThat(now()).as("which somebody who comes still does").isEqualTo(new Left("checked-in", 0));
    }

    @Test
    void aReleaseWhoseStrikeCannotBeWrittenDidNotHappen() throws Exception {
        desk.keep(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("CREATE TRIGGER no_strikes BEFORE INSERT ON strike BEGIN SELECT RAISE(ABORT, 'no'); END");
            }
        }).get(10, TimeUnit.SECONDS);
        assertThat(release()).isInstanceOf(TouchReply.NotSaved.class);
        assertThat(desk.state().orElseThrow().booking(Floor2.STANDUP).orElseThrow().phase())
                .isEqualTo(new Phase.Confirmed());
        assertThat(desk.state().orElseThrow().at().log().seq()).isZero();
        desk.keep(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute("DROP TRIGGER no_strikes");
            }
        }).get(10, TimeUnit.SECONDS);
        assertThat(release()).isInstanceOf(TouchReply.Answered.class);
    }
}
