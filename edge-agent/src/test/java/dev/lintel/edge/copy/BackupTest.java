package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.door.DoorDesk;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.door.TouchReply;
import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.booking.BookingCommand;
import dev.lintel.protocol.booking.Origin;
import dev.lintel.protocol.booking.Slot;
import dev.lintel.protocol.identity.BookingId;
import dev.lintel.protocol.identity.OperationId;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@NullMarked
@SuppressWarnings("NullAway.Init")
class BackupTest {

    @TempDir
    Path folder;

    private CopyFile file;
    private DoorDesk desk;
    private BackupStore backups;

    @BeforeEach
    void open() throws Exception {
        file = CopyFile.open(folder.resolve("floor.db"));
        Floor2.seed(file);
        desk = DoorDesks.over(file, DoorDesks.clock(() -> Floor2.NINE));
        desk.start();
        backups = new BackupStore(file, folder.resolve("backups"));
    }

    @AfterEach
    void close() throws Exception {
        desk.close();
        file.close();
    }

    private static OperationId op(int number) {
        return new OperationId(new UUID(0x0189000000007000L, 0x8000000000000000L | number));
    }

    private TouchReply touch(int number) throws Exception {
        return desk.touch(op(number), new BookingCommand.Book(new BookingId(op(5_000 + number).value()), Floor2.BIRCH,
                Slot.of(Floor2.NINE.plus(Duration.ofMinutes(15L * (number % 90))), Duration.ofMinutes(15)), Optional.empty(),
                Optional.empty(), Origin.DOOR)).get(10, TimeUnit.SECONDS);
    }

    private List<String> setAside() throws Exception {
        try (var files = Files.list(folder)) {
            return files.map(path -> path.getFileName().toString())
                    .filter(name -> name.startsWith("floor.db.damaged-"))
                    .map(name -> name.substring("floor.db.damaged-".length()))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void aDamagedFileThatWasSetAsideGoesWithTheLogOfItsTime() throws Exception {
        for (String name : List.of("20260302T090000Z", "20260302T090000Z-wal", "20260302T090000Z-shm", "kept-by-somebody")) {
            Files.writeString(folder.resolve("floor.db.damaged-" + name), "names and titles");
        }
        assertThat(backups.setAside()).as("with what lies beside it").isEqualTo(2);
        assertThat(backups.forgetSetAside(Floor2.NINE)).isEqualTo(2);
        assertThat(setAside()).containsExactly("20260302T090000Z-seen-20260303T090000Z",
                "20260302T090000Z-seen-20260303T090000Z-shm", "20260302T090000Z-seen-20260303T090000Z-wal", "kept-by-somebody");
        assertThat(backups.forgetSetAside(Floor2.NINE.plus(Duration.ofDays(35)))).isEqualTo(2);
        assertThat(backups.forgetSetAside(Floor2.NINE.plus(Duration.ofDays(36)))).isEqualTo(1);
        assertThat(setAside()).containsExactly("kept-by-somebody");
        assertThat(folder.resolve("floor.db")).exists();
    }

    /// The file is set aside before anybody knows what time it is.
    @ParameterizedTest
    @ValueSource(strings = {"19700101T000003Z", "20270303T090000Z", "20260101T000000Z-seen-20270303T090000Z"})
    void theAgeOfADamagedFileIsCountedByAClockThatKnows(String stamp) throws Exception {
        Files.writeString(folder.resolve("floor.db.damaged-" + stamp), "what nobody has been told");
        for (int day = 0; day <= 35; day++) {
            assertThat(backups.forgetSetAside(Floor2.NINE.plus(Duration.ofDays(day)))).as("day %s", day).isEqualTo(1);
        }
        assertThat(backups.forgetSetAside(Floor2.NINE.plus(Duration.ofDays(36)))).isZero();
    }

    @Test
    void aBackupIsTheFloorAsItWas() throws Exception {
        touch(1);
        BackupStore.Outcome outcome = backups.take(Floor2.NINE);
        touch(2);
        assertThat(outcome).isInstanceOfSatisfying(BackupStore.Outcome.Taken.class, taken -> {
            assertThat(taken.backup().getFileName()).hasToString("floor-20260303T090000Z.db");
            assertThat(taken.backup()).satisfies(
                    path -> assertThat(Files.getPosixFilePermissions(path)).isEqualTo(DataFolder.OWNER_ONLY));
        });
        try (CopyFile copy = CopyFile.open(((BackupStore.Outcome.Taken) outcome).backup())) {
            assertThat(Stores.floor(copy).load().orElseThrow().answer(op(1))).isPresent();
            assertThat(Stores.floor(copy).load().orElseThrow().answer(op(2))).isEmpty();
        }
    }

    @Test
    void threeAreKeptAndWhatIsSomebodyElsesStays() throws Exception {
        Files.createDirectories(folder.resolve("backups"));
        Files.writeString(folder.resolve("backups/floor-before-the-move.db"), "IT's own");
        Files.writeString(folder.resolve("backups/backup.new"), "left by a power cut");
        for (int day = 0; day < 5; day++) {
            assertThat(backups.take(Floor2.NINE.plus(Duration.ofDays(day)))).isInstanceOf(BackupStore.Outcome.Taken.class);
        }
        try (var files = Files.list(folder.resolve("backups"))) {
            assertThat(files.map(path -> path.getFileName().toString())).containsExactlyInAnyOrder("floor-20260307T090000Z.db",
                    "floor-20260306T090000Z.db", "floor-20260305T090000Z.db", "floor-before-the-move.db");
        }
    }

    @Test
    void aDamagedFileGivesNoBackupAndTheLastGoodOneStays() throws Exception {
        backups.take(Floor2.NINE);
        try (var statement = file.writer().createStatement()) {
            // The log's head says one entry, and there is none: what a lost page leaves behind.
            statement.execute("UPDATE door SET log_seq = 1");
        }
        assertThat(backups.take(Floor2.NINE.plus(Duration.ofDays(1)))).isInstanceOfSatisfying(
                BackupStore.Outcome.NotTaken.class, none -> assertThat(none.sentence()).contains("the door log has a gap"));
        assertThat(backups.kept()).singleElement()
                .satisfies(kept -> assertThat(kept.takenAt()).isEqualTo(Floor2.NINE));
        assertThat(folder.resolve("backups/backup.new")).doesNotExist();
    }

    @Test
    void aFolderThatCannotBeWrittenIsASentence() throws Exception {
        Files.writeString(folder.resolve("backups"), "a file where the folder should be");
        assertThat(backups.take(Floor2.NINE)).isInstanceOfSatisfying(BackupStore.Outcome.NotTaken.class,
                none -> assertThat(none.sentence()).contains("could not be written", "Check the disk"));
    }

    /// With a file of some ten megabytes, several times what a floor has.
    @Test
    void touchesGoOnWhileABackupIsTaken() throws Exception {
        try (PreparedStatement insert = file.writer()
                .prepareStatement("INSERT INTO operation (id, answered_at, body) VALUES (?, 0, hex(randomblob(4000)))")) {
            file.writer().setAutoCommit(false);
            for (int i = 0; i < 1_500; i++) {
                insert.setString(1, op(100_000 + i).toString());
                insert.executeUpdate();
            }
            file.writer().setAutoCommit(true);
        }
        List<Long> quiet = touches(0, 40);
        List<Long> meanwhile = new ArrayList<>();
        Instant now = Floor2.NINE;
        CompletableFuture<BackupStore.Outcome> taking = CompletableFuture.supplyAsync(() -> backups.take(now));
        int answered = 40;
        do {
            meanwhile.addAll(touches(answered, answered + 1));
            answered++;
        } while (!taking.isDone());
        assertThat(taking.get()).isInstanceOf(BackupStore.Outcome.Taken.class);
        System.out.printf("touches beside a backup of %d kB: before: %s; meanwhile: %s%n",
                ((BackupStore.Outcome.Taken) taking.get()).bytes() / 1024, told(quiet), told(meanwhile));
        assertThat(meanwhile).as("touches that were answered before the backup was done").hasSizeGreaterThan(3);
    }

    private List<Long> touches(int from, int to) throws Exception {
        List<Long> nanos = new ArrayList<>();
        for (int i = from; i < to; i++) {
            long begun = System.nanoTime();
            assertThat(touch(i)).isInstanceOf(TouchReply.Answered.class);
            nanos.add(System.nanoTime() - begun);
        }
        return nanos;
    }

    private static String told(List<Long> nanos) {
        List<Long> sorted = new ArrayList<>(nanos);
        Collections.sort(sorted);
        return "%d, median %.1f ms, slowest %.1f ms".formatted(sorted.size(), sorted.get(sorted.size() / 2) / 1e6,
                sorted.getLast() / 1e6);
    }
}
