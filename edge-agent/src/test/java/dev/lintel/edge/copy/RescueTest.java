package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileTime;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// A file of which a page has gone bad: what only this door knew is carried over, the rest comes from the cloud.
@NullMarked
@SuppressWarnings("NullAway.Init")
class RescueTest {

    private static final OperationId TOUCH = OperationId.of("01890000-0000-7000-8000-0000000000c1");

    @TempDir
    Path folder;

    private Path lived() throws Exception {
        return DoorDesks.lived(folder.resolve("floor.db"), TOUCH);
    }

    private static Standing standing(CopyFile file) throws Exception {
        return Stores.floor(file).load().orElseThrow().at().standing();
    }

    @Test
    void aGoodFileIsOpenedAsItIs() throws Exception {
        try (CopyFile file = RescueStore.open(lived(), Floor2.NINE)) {
            assertThat(standing(file)).isInstanceOf(Standing.Deciding.class);
        }
    }

    @Test
    void theLogIsCarriedOverFromADamagedFile() throws Exception {
        Path path = lived();
        Floor2.ruin(path, "booking");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(standing(file)).isEqualTo(new Standing.Doubting("copy-damaged"));
            assertThat(folder.resolve("floor.db.damaged-20260303T090000Z")).exists();
            assertThat(DoorDesks.log(file, 1, 1)).singleElement()
                    .satisfies(entry -> assertThat(entry.head().operation()).isEqualTo(TOUCH));
            assertThat(Stores.floor(file).load().orElseThrow().answer(TOUCH)).isPresent();
            assertThat(Stores.floor(file).load().orElseThrow().bookings()).as("to be had from the cloud").isEmpty();
        }
    }

    @Test
    void anAnswerThatWasTornIsMadeFromItsEntry() throws Exception {
        Path path = lived();
        Optional<Answer> given;
        try (CopyFile file = CopyFile.open(path)) {
            given = Stores.floor(file).load().orElseThrow().answer(TOUCH);
        }
        Floor2.ruin(path, "operation");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(Stores.floor(file).load().orElseThrow().answer(TOUCH)).isEqualTo(given).isPresent();
        }
    }

    @Test
    void anEntryThatWasAcknowledgedAndIsTornEndsNoRescue() throws Exception {
        Path path = lived();
        try (CopyFile file = CopyFile.open(path); Statement statement = file.writer().createStatement()) {
            statement.execute("UPDATE door SET log_acked_seq = log_seq, log_acked_hash = log_hash");
            statement.execute("UPDATE door_log SET body = 'half an ent'");
            statement.execute("DELETE FROM operation");
        }
        Floor2.ruin(path, "booking");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(standing(file)).isEqualTo(new Standing.Doubting("copy-damaged"));
            assertThat(Stores.floor(file).load().orElseThrow().answer(TOUCH)).isEmpty();
        }
    }

    @Test
    void whatIsNeitherCalendarNorHistoryIsCarriedOverToo() throws Exception {
        Path path = lived();
        try (CopyFile file = CopyFile.open(path); Statement statement = file.writer().createStatement()) {
            statement.execute("INSERT INTO own_secret (name, value) VALUES ('sessions', 'signed with this')");
        }
        Floor2.ruin(path, "booking");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE);
                Statement statement = file.writer().createStatement();
                ResultSet row = statement.executeQuery("SELECT value FROM own_secret")) {
            assertThat(row.next()).as("panels stay signed in").isTrue();
        }
    }

    @Test
    void whereTheLogIsTornThatOfTheLastBackupIsTaken() throws Exception {
        Path path = lived();
        try (CopyFile file = CopyFile.open(path)) {
            assertThat(new BackupStore(file, folder.resolve("backups")).take(Floor2.NINE))
                    .isInstanceOf(BackupStore.Outcome.Taken.class);
        }
        Floor2.ruin(path, "door_log");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(standing(file)).isEqualTo(new Standing.Doubting("copy-damaged"));
            assertThat(DoorDesks.log(file, 1, 1)).singleElement()
                    .satisfies(entry -> assertThat(entry.head().operation()).isEqualTo(TOUCH));
        }
    }

    @Test
    void aLogThatTheCloudHasIsWholeWhateverIsLeftOfIt() throws Exception {
        Path path = lived();
        try (CopyFile file = CopyFile.open(path); Statement statement = file.writer().createStatement()) {
            statement.execute("UPDATE door SET log_acked_seq = log_seq, log_acked_hash = log_hash");
            statement.execute("DELETE FROM door_log");
        }
        Floor2.ruin(path, "booking");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(Stores.floor(file).load().orElseThrow().at().log().seq()).isEqualTo(1);
        }
    }

    @Test
    void halfALogIsNotCarriedOver() throws Exception {
        Path path = lived();
        Floor2.ruin(path, "door_log");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(Stores.floor(file).load()).as("as if never enrolled; the cloud then says what is missing").isEmpty();
        }
    }

    private static void set(Path path, String... statements) throws Exception {
        try (CopyFile file = CopyFile.open(path); Statement statement = file.writer().createStatement()) {
            for (String sql : statements) {
                statement.execute(sql);
            }
        }
    }

    private static final String ENTRY_GARBLED = "UPDATE door_log SET body = replace(body, 'checked-in', 'checked-iN')";

    @Test
    void anEntryThatTheCloudHasAndThatIsGarbledIsLeftBehind() throws Exception {
        Path path = lived();
        set(path, "UPDATE door SET log_acked_seq = log_seq, log_acked_hash = log_hash", ENTRY_GARBLED, "DELETE FROM operation");
        Floor2.ruin(path, "booking");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(Stores.floor(file).load().orElseThrow().at().log().seq()).isEqualTo(1);
            assertThat(DoorDesks.log(file, 1, 1)).as("what is left can be told").isEmpty();
        }
    }

    @Test
    void anEntryThatNobodyHasAndThatIsGarbledIsATornLog() throws Exception {
        Path path = lived();
        try (CopyFile file = CopyFile.open(path)) {
            assertThat(new BackupStore(file, folder.resolve("backups")).take(Floor2.NINE))
                    .isInstanceOf(BackupStore.Outcome.Taken.class);
        }
        set(path, ENTRY_GARBLED);
        try (CopyFile file = CopyFile.open(path)) {
            assertThat(new BackupStore(file, folder.resolve("backups")).take(Floor2.NINE.plusSeconds(60)))
                    .as("nor is it a backup")
                    .isInstanceOf(BackupStore.Outcome.NotTaken.class);
        }
        Floor2.ruin(path, "booking");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(DoorDesks.log(file, 1, 1)).as("that of the backup")
                    .singleElement()
                    .satisfies(entry -> assertThat(entry.head().operation()).isEqualTo(TOUCH));
            assertThat(Stores.floor(file).load().orElseThrow().answer(TOUCH)).isPresent();
        }
    }

    /// SQLite keeps no checksum of a page: what a dying card has changed can be read, and says nothing.
    @ParameterizedTest
    @ValueSource(strings = {"UPDATE space SET body = replace(body, '\"name\"', '\"nAme\"')",
            "UPDATE operation SET body = substr(body, 3)", "UPDATE person SET id = 'x' || id",
            "UPDATE booking SET body = substr(body, 3)", "UPDATE door SET standing = substr(standing, 3)"})
    void aRowThatIsGarbledInASoundFileIsDamageToo(String garbling) throws Exception {
        Path path = lived();
        set(path, garbling);
        for (int start = 0; start < 2; start++) {
            try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
                Optional<DoorState> door = Stores.floor(file).load();
                assertThat(door.map(state -> state.at().standing()).filter(Standing.Deciding.class::isInstance))
                        .as("decides nothing before the cloud has spoken")
                        .isEmpty();
                assertThat(door.isEmpty() || door.get().answer(TOUCH).isPresent()).isTrue();
            }
        }
        assertThat(folder.resolve("floor.db.damaged-20260303T090000Z")).exists();
    }

    /// Of a nearly full disk: the commit of the rescue still fits, its way into the file does not. The limit is the process's
    /// own, as in the story of the full disk.
    @Test
    void whereTheDiskTakesTheRescueHalfTheDamagedFileStaysWhereItIs() throws Exception {
        Path path = lived();
        set(path, "INSERT INTO own_secret (name, value) VALUES ('large', hex(zeroblob(400000)))");
        Floor2.ruin(path, "booking");
        Path damaged = Files.copy(path, folder.resolve("kept"));
        RescueStore.open(path, Floor2.NINE).close();
        long needed = Files.size(path);
        int refused = 0;
        for (int pagesTooFew : List.of(1, 4, 16, 40)) {
            Files.copy(damaged, path, StandardCopyOption.REPLACE_EXISTING);
            largestFile(needed - pagesTooFew * 4_096L);
            try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
                assertThat(DoorDesks.log(file, 1, 1)).hasSize(1);
            } catch (StartRefused full) {
                refused++;
                assertThat(path).as("%s pages too few", pagesTooFew).hasSameBinaryContentAs(damaged);
            } finally {
                largestFile(Long.MAX_VALUE);
            }
            try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
                assertThat(DoorDesks.log(file, 1, 1)).as("with room again").hasSize(1);
            }
        }
        assertThat(refused).isPositive();
    }

    private static void largestFile(long bytes) throws Exception {
        String limit = bytes == Long.MAX_VALUE ? "unlimited" : Long.toString(bytes);
        assertThat(
                new ProcessBuilder("prlimit", "--pid", Long.toString(ProcessHandle.current().pid()), "--fsize=" + limit + ":")
                        .inheritIO()
                        .start()
                        .waitFor())
                .isZero();
    }

    @Test
    void theDoubtOutlivesAStartThatFailedAfterTheRescue() throws Exception {
        Path path = lived();
        Floor2.ruin(path, "booking");
        RescueStore.open(path, Floor2.NINE).close();
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(standing(file)).isEqualTo(new Standing.Doubting("copy-damaged"));
        }
    }

    @Test
    void whereTheRescueCannotBeWrittenTheDamagedFileStaysWhereItIs() throws Exception {
        Path path = lived();
        Floor2.ruin(path, "booking");
        Path inTheWay = Files.createDirectories(folder.resolve("floor.db.rescue/in-the-way"));
        assertThatThrownBy(() -> RescueStore.open(path, Floor2.NINE)).isInstanceOf(StartRefused.class)
                .hasMessageContaining("It was left as it is");
        Files.delete(inTheWay);
        Files.delete(inTheWay.resolveSibling(""));
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(DoorDesks.log(file, 1, 1)).as("nothing was lost by the attempt").hasSize(1);
        }
    }

    private static final List<String> PARTS = List.of("-wal", "-shm", "");

    /// The moments at which the power can go while files get their names: the damaged file has changes beside it, and each of
    /// its parts may have been moved or not.
    @Test
    void aPowerCutBetweenTheNamesIsFinishedByTheNextStart() throws Exception {
        Path path = lived();
        Floor2.ruin(path, "booking");
        try (Connection open = DriverManager.getConnection("jdbc:sqlite:" + path);
                Statement statement = open.createStatement()) {
            statement.execute("INSERT INTO own_secret (name, value) VALUES ('late', 'in the log beside the file')");
            for (String part : PARTS) {
                Files.copy(folder.resolve("floor.db" + part), folder.resolve("kept" + part));
            }
        }
        RescueStore.open(path, Floor2.NINE).close();
        Path rescued = Files.copy(path, folder.resolve("whole"));
        for (int moved = 0; moved <= PARTS.size() + 1; moved++) {
            String when = "after " + moved + " names";
            named(moved, rescued);
            try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
                assertThat(standing(file)).as(when).isEqualTo(new Standing.Doubting("copy-damaged"));
                assertThat(DoorDesks.log(file, 1, 1)).as(when).hasSize(1);
            }
            for (String part : PARTS) {
                assertThat(folder.resolve(ASIDE + part)).as(when).hasSameBinaryContentAs(folder.resolve("kept" + part));
            }
            assertThat(folder.resolve("floor.db.rescued")).as(when).doesNotExist();
        }
    }

    private static final String ASIDE = "floor.db.damaged-20260303T090000Z";

    private void named(int moved, Path rescued) throws Exception {
        for (String part : PARTS) {
            Files.deleteIfExists(folder.resolve("floor.db" + part));
            Files.deleteIfExists(folder.resolve(ASIDE + part));
            boolean aside = PARTS.indexOf(part) < moved;
            Files.copy(folder.resolve("kept" + part), folder.resolve((aside ? ASIDE : "floor.db") + part));
        }
        Path fresh = folder.resolve(moved > PARTS.size() ? "floor.db" : "floor.db.rescued");
        Files.copy(rescued, fresh, StandardCopyOption.REPLACE_EXISTING);
        Files.setLastModifiedTime(fresh, FileTime.from(Floor2.NINE));
    }

    /// A panel that did not hear its answer asks again. What the cloud has heard it may have decided, and its answer is in what
    /// it sends.
    @Test
    void whoAskedForSomethingPastTheLineWaitsAsLongAsTheCloudHasNotHeardIt() throws Exception {
        OperationId wish = OperationId.of("01890000-0000-7000-8000-0000000000c2");
        Path path = lived();
        try (CopyFile file = CopyFile.open(path)) {
            DoorDesk desk = DoorDesks.over(file, DoorDesks.clock(() -> Floor2.NINE));
            desk.start();
            desk.touch(wish, new BookingCommand.Book(BookingId.of("01890000-0000-7000-8000-0000000000c3"), Floor2.BIRCH,
                    Slot.of(Floor2.NINE.plus(Duration.ofHours(30)), Duration.ofHours(1)), Optional.empty(), Optional.empty(),
                    Origin.DOOR)).get(10, TimeUnit.SECONDS);
            desk.close();
        }
        Path before = Files.copy(path, folder.resolve("kept"));
        Floor2.ruin(path, "operation");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            assertThat(Stores.floor(file).load().orElseThrow().answer(wish)).containsInstanceOf(Answer.Waiting.class);
        }
        Files.copy(before, path, StandardCopyOption.REPLACE_EXISTING);
        set(path, "UPDATE door SET log_acked_seq = log_seq, log_acked_hash = log_hash");
        Floor2.ruin(path, "operation");
        try (CopyFile file = RescueStore.open(path, Floor2.NINE.plusSeconds(60))) {
            assertThat(Stores.floor(file).load().orElseThrow().answer(wish)).isEmpty();
            assertThat(Stores.floor(file).load().orElseThrow().answer(TOUCH)).as("what was decided here").isPresent();
        }
    }

    @Test
    void aBackupInThePlaceOfTheFileDoubtsBeforeAnybodyCanAsk() throws Exception {
        Path path = lived();
        Path backup;
        try (CopyFile file = CopyFile.open(path)) {
            backup = ((BackupStore.Outcome.Taken) new BackupStore(file, folder.resolve("backups")).take(Floor2.NINE)).backup();
        }
        Files.copy(backup, path, StandardCopyOption.REPLACE_EXISTING);
        for (int start = 0; start < 2; start++) {
            try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
                assertThat(standing(file)).isEqualTo(new Standing.Doubting("copy-restored"));
            }
        }
    }
}
