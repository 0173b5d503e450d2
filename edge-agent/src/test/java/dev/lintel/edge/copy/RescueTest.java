package dev.lintel.edge.copy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.settings.StartRefused;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.Answer;
import dev.lintel.protocol.line.Standing;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.sql.ResultSet;
import java.sql.Statement;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

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

    /// The moments at which the power can go while files get their names; what has not got its name yet is begun anew.
    @Test
    void aPowerCutBetweenTheNamesIsFinishedByTheNextStart() throws Exception {
        Path path = lived();
        Floor2.ruin(path, "booking");
        Path damaged = Files.copy(path, folder.resolve("kept"));
        RescueStore.open(path, Floor2.NINE).close();
        Path rescued = Files.copy(path, folder.resolve("whole"));
        for (boolean damagedIsAside : List.of(true, false)) {
            Files.copy(rescued, folder.resolve("floor.db.rescued"), StandardCopyOption.REPLACE_EXISTING);
            Files.writeString(folder.resolve("floor.db.rescue"), "half a file");
            if (damagedIsAside) {
                Files.deleteIfExists(path);
            } else {
                Files.copy(damaged, path, StandardCopyOption.REPLACE_EXISTING);
            }
            try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
                assertThat(standing(file)).isEqualTo(new Standing.Doubting("copy-damaged"));
                assertThat(DoorDesks.log(file, 1, 1)).hasSize(1);
            }
            assertThat(folder.resolve("floor.db.rescued")).doesNotExist();
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
