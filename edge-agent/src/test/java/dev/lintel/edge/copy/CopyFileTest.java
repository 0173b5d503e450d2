package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorInput;
import dev.lintel.protocol.line.DoorSide;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.DoorStep;
import dev.lintel.protocol.time.Moment;
import dev.lintel.protocol.wire.Sha256Chain;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@NullMarked
class CopyFileTest {

    private static final OperationId TOUCH = OperationId.of("01890000-0000-7000-8000-0000000000c1");

    @TempDir
    @SuppressWarnings("NullAway.Init")
    Path folder;

    private DoorStep checkedIn(DoorState before) {
        return new DoorSide(new Sha256Chain()).step(before, new DoorInput.Touched(TOUCH,
                new BookingCommand.CheckIn(Floor2.STANDUP), Moment.synchronised(Floor2.NINE)));
    }

    @Test
    void nobodyElseMayReadTheFile() throws Exception {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            Floor2.seed(file);
            try (var files = Files.list(folder)) {
                assertThat(files.toList()).hasSizeGreaterThanOrEqualTo(3)
                        .allSatisfy(path -> assertThat(Files.getPosixFilePermissions(path)).isEqualTo(DataFolder.OWNER_ONLY));
            }
        }
    }

    @Test
    void aDoorWithoutAFloorLoadsAsNone() throws Exception {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            assertThat(new FloorStore(file).load()).isEmpty();
        }
    }

    @Test
    void whatAStepChangedIsWhatIsLoadedAgain() throws Exception {
        DoorState after;
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            Floor2.seed(file);
            DoorStep step = checkedIn(new FloorStore(file).load().orElseThrow());
            Stores.door(file).write(List.of(step), Floor2.NINE);
            after = step.state();
        }
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            FloorStore store = new FloorStore(file);
            DoorState loaded = store.load().orElseThrow();
            assertThat(loaded.at()).isEqualTo(after.at());
            assertThat(loaded.booking(Floor2.STANDUP)).isEqualTo(after.booking(Floor2.STANDUP)).isPresent();
            assertThat(loaded.answer(TOUCH)).isEqualTo(after.answer(TOUCH)).isPresent();
            assertThat(loaded.spaces()).containsExactlyInAnyOrderElementsOf(after.spaces().toList());
            assertThat(loaded.name(Floor2.ADA)).contains("Ada");
            assertThat(store.log(1, 1, 10)).singleElement()
                    .satisfies(entry -> assertThat(entry.hash()).isEqualTo(after.at().log().hash()));
            assertThat(store.logHash(1, 1)).contains(after.at().log().hash());
        }
    }

    @Test
    void aStepThatFailsHalfwayLeavesNothingBehind() throws Exception {
        try (CopyFile file = CopyFile.open(folder.resolve("floor.db"))) {
            Floor2.seed(file);
            FloorStore store = new FloorStore(file);
            DoorState before = store.load().orElseThrow();
            run(file, "DROP TABLE door_log");
            assertThatThrownBy(() -> Stores.door(file).write(List.of(checkedIn(before)), Floor2.NINE))
                    .isInstanceOf(SQLException.class);
            DoorState after = store.load().orElseThrow();
            assertThat(after.booking(Floor2.STANDUP)).contains(Floor2.standup());
            assertThat(after.answer(TOUCH)).isEmpty();
            assertThat(after.at()).isEqualTo(before.at());
        }
    }

    @Test
    void aFileThatIsNoDatabaseIsRefusedWithASentence() throws Exception {
        Path path = folder.resolve("floor.db");
        Files.writeString(path, "this was a card full of holiday pictures".repeat(200));
        assertThatThrownBy(() -> CopyFile.open(path)).isInstanceOf(StartRefused.class)
                .hasMessageContaining(path.toString())
                .hasMessageContaining("cannot be opened");
    }

    @Test
    void aTornPageIsFoundAtStart() throws Exception {
        Path path = folder.resolve("floor.db");
        try (CopyFile file = CopyFile.open(path)) {
            Floor2.seed(file);
            run(file, "PRAGMA wal_checkpoint(TRUNCATE)");
        }
        byte[] bytes = Files.readAllBytes(path);
        for (int i = bytes.length - 4_096 * 4; i < bytes.length; i++) {
            bytes[i] = (byte) 0xA5;
        }
        Files.write(path, bytes);
        assertThatThrownBy(() -> CopyFile.open(path)).isInstanceOf(StartRefused.class);
    }

    @Test
    void theWriteAheadLogGivesItsRoomBack() throws Exception {
        Path path = folder.resolve("floor.db");
        try (CopyFile file = CopyFile.open(path)) {
            try (Connection backup = file.reader(); Statement reading = backup.createStatement()) {
                // Whoever reads holds the log back: it grows by all that is written meanwhile.
                reading.execute("BEGIN DEFERRED");
                reading.executeQuery("SELECT count(*) FROM trial").close();
                write(file, "INSERT INTO trial (filler) VALUES (zeroblob(10000000))");
                reading.execute("COMMIT");
            }
            assertThat(folder.resolve("floor.db-wal")).satisfies(
                    log -> assertThat(Files.size(log)).isGreaterThan(2L * CopyFile.JOURNAL_BYTES_KEPT));
            run(file, "PRAGMA wal_checkpoint(RESTART)");
            write(file, "DELETE FROM trial");
            assertThat(folder.resolve("floor.db-wal")).satisfies(
                    log -> assertThat(Files.size(log)).isLessThanOrEqualTo(CopyFile.JOURNAL_BYTES_KEPT));
        }
    }

    private static void write(CopyFile file, String sql) throws SQLException {
        try (Statement statement = file.writer().createStatement()) {
            statement.execute(sql);
        }
    }

    private static void run(CopyFile file, String sql) throws SQLException {
        try (Connection other = file.reader(); Statement statement = other.createStatement()) {
            statement.execute(sql);
        }
    }
}
