package dev.lintel.edge.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.copy.Floor2;
import dev.lintel.edge.copy.RescueStore;
import dev.lintel.edge.copy.Stores;
import dev.lintel.edge.door.DoorDesks;
import dev.lintel.edge.powercut.Disk.Weather;
import dev.lintel.edge.powercut.Recording.Step;
import dev.lintel.protocol.identity.OperationId;
import dev.lintel.protocol.line.DoorState;
import dev.lintel.protocol.line.Standing;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Statement;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.Predicate;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power goes while a damaged file is being set right, or while a backup that was put back is being found out: whatever
/// is left, the next start comes to a door that has its log and does not decide.
@SuppressWarnings("NullAway.Init")
class RescueCutTest {

    private static final OperationId TOUCH = OperationId.of("01890000-0000-7000-8000-0000000000c1");
    /// Each start after a cut is a rescue of its own, so in a usual build some of the steps have to do.
    private static final int CUTS = 16;

    @TempDir
    Path folder;

    @Test
    void aRescueThatThePowerEndsIsBegunAnew() throws Throwable {
        rescue(CUTS);
    }

    @Test
    @Tag("deep")
    void aRescueThatThePowerEndsAtAnyStepIsBegunAnew() throws Throwable {
        rescue(Integer.MAX_VALUE);
    }

    private void rescue(int cuts) throws Throwable {
        Path life = Files.createDirectories(folder.resolve("life"));
        Floor2.ruin(DoorDesks.lived(life.resolve("floor.db"), TOUCH), "booking");
        // Until it is whole the rescued file has a name of its own; what is done to names alone is another story.
        cut(life, name -> name.startsWith("floor.db.rescue"), cuts, "copy-damaged");
    }

    @Test
    void aBackupThatWasPutBackIsDoubtedWhereverThePowerGoes() throws Throwable {
        Path life = Files.createDirectories(folder.resolve("life"));
        try (CopyFile file = CopyFile.open(DoorDesks.lived(life.resolve("floor.db"), TOUCH));
                Statement statement = file.writer().createStatement()) {
            statement.execute("INSERT INTO backup_mark (only_row, taken_at) VALUES (1, 1)");
        }
        cut(life, name -> true, Integer.MAX_VALUE, "copy-restored");
    }

    private void cut(Path life, Predicate<String> concerned, int cuts, String doubt) throws Throwable {
        Map<String, byte[]> before = contents(life);
        Recorder recorder = Recorder.build(folder);
        Path recording = folder.resolve("recording");
        recorder.to(recording, life);
        RescueStore.open(life.resolve("floor.db"), Floor2.NINE).close();
        recorder.end();

        List<Step> steps = concerning(Recording.read(recording).steps(), concerned);
        assertThat(steps).hasSizeGreaterThan(4);
        int every = Math.max(1, steps.size() / cuts);
        Disk disk = new Disk(before);
        SplittableRandom chance = new SplittableRandom(17);
        Path after = folder.resolve("after");
        int disks = 0;
        for (int i = 0; i < steps.size(); i++) {
            disk.apply(steps.get(i));
            for (Weather weather : i % every == 0 ? Weather.values() : new Weather[0]) {
                emptied(after);
                for (Map.Entry<String, byte[]> file : before.entrySet()) {
                    Files.write(after.resolve(file.getKey()), file.getValue());
                }
                disk.afterCut(after, weather, chance);
                judge(after.resolve("floor.db"), doubt, "step " + i + " of " + steps.size() + ", " + weather);
                disks++;
            }
        }
        System.out.printf("power cuts, %s: %d steps, %d disks%n", doubt, steps.size(), disks);
    }

    private static void judge(Path path, String doubt, String when) throws Exception {
        try (CopyFile file = RescueStore.open(path, Floor2.NINE)) {
            DoorState door = Stores.floor(file).load().orElseThrow();
            assertThat(door.at().standing()).as(when).isEqualTo(new Standing.Doubting(doubt));
            assertThat(DoorDesks.log(file, 1, 1)).as(when).hasSize(1);
            assertThat(door.answer(TOUCH)).as(when).isPresent();
        }
    }

    private static List<Step> concerning(List<Step> steps, Predicate<String> concerned) {
        Set<Integer> files = new HashSet<>();
        for (Step step : steps) {
            if (step instanceof Step.Open(int file, String name) && concerned.test(name)) {
                files.add(file);
            }
        }
        return steps.stream().filter(step -> switch (step) {
            case Step.Open(int file, var _) -> files.contains(file);
            case Step.Write(int file, var _, var _) -> files.contains(file);
            case Step.Truncate(int file, var _) -> files.contains(file);
            case Step.Sync(int file, var _) -> files.contains(file);
            case Step.Delete(int file, var _) -> files.contains(file);
            case Step.Mark _ -> false;
        }).toList();
    }

    private static Map<String, byte[]> contents(Path folder) throws IOException {
        Map<String, byte[]> contents = new HashMap<>();
        try (Stream<Path> files = Files.list(folder)) {
            for (Path file : files.filter(Files::isRegularFile).toList()) {
                contents.put(file.getFileName().toString(), Files.readAllBytes(file));
            }
        }
        return contents;
    }

    private static void emptied(Path folder) throws IOException {
        if (Files.exists(folder)) {
            try (Stream<Path> all = Files.walk(folder)) {
                for (Path path : all.sorted(Comparator.reverseOrder()).toList()) {
                    Files.delete(path);
                }
            }
        }
        Files.createDirectories(folder);
    }
}
