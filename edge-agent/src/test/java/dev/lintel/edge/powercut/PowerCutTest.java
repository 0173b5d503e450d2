package dev.lintel.edge.powercut;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lintel.edge.copy.CopyFile;
import dev.lintel.edge.powercut.Disk.Weather;
import dev.lintel.edge.powercut.Recording.Step;
import dev.lintel.edge.powercut.Story.Chapter;
import dev.lintel.edge.settings.DataFolder;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// The power goes at every step of every kind of transaction: what was acknowledged is there afterwards, and nothing is
/// there by half.
@SuppressWarnings("NullAway.Init")
class PowerCutTest {

    @TempDir
    Path folder;

    /// What the cuts of one kind of transaction came to.
    private static final class Tally {
        private int cuts;
        private int disks;
        private int lost;
        private int torn;
        private int damaged;

        private boolean clean() {
            return lost + torn + damaged == 0;
        }
    }

    @Test
    void nothingAcknowledgedIsLostWhereverThePowerGoes() throws Throwable {
        Map<String, Tally> tallies = cut("FULL", 4, 1, 11);
        print("synchronous=FULL", tallies);
        assertThat(tallies.keySet()).contains("touch", "release", "undo", "feed", "acknowledgement", "grant", "snapshot",
                "retention", "shared commit", "keep", "notice", "order", "pairing code", "pairing confirmed", "panel revoked",
                "retire");
        assertThat(tallies.entrySet().stream().filter(entry -> !entry.getValue().clean()).map(Map.Entry::getKey)).isEmpty();
    }

    @Test
    void withoutSyncingEachCommitTheCutsDoFindLosses() throws Throwable {
        Map<String, Tally> tallies = cut("NORMAL", 2, 1, 12);
        print("synchronous=NORMAL, on purpose", tallies);
        assertThat(tallies.values().stream().mapToInt(tally -> tally.lost).sum())
                .as("a test that cannot find a loss shows nothing")
                .isPositive();
        assertThat(tallies.values().stream().mapToInt(tally -> tally.torn + tally.damaged).sum())
                .as("without syncing a commit may go, but never by half")
                .isZero();
    }

    @Test
    @Tag("deep")
    void nothingAcknowledgedIsLostInALongLife() throws Throwable {
        Map<String, Tally> tallies = cut("FULL", 40, 6, 13);
        print("synchronous=FULL, long life", tallies);
        assertThat(tallies.entrySet().stream().filter(entry -> !entry.getValue().clean()).map(Map.Entry::getKey)).isEmpty();
    }

    private Map<String, Tally> cut(String synchronous, int days, int disksPerWeather, long seed) throws Throwable {
        Recorder recorder = Recorder.build(folder);
        Path recording = folder.resolve("recording");
        Path life = Files.createDirectories(folder.resolve("life"));
        recorder.to(recording, life);
        List<Chapter> chapters;
        try (DataFolder data = DataFolder.hold(life);
                CopyFile file = CopyFile.open(life.resolve("floor.db"));
                Story story = new Story(data, file, recorder, synchronous)) {
            story.tell(days);
            chapters = story.chapters();
        } finally {
            recorder.end();
        }
        return cutEverywhere(Recording.read(recording), chapters, disksPerWeather, new SplittableRandom(seed));
    }

    private Map<String, Tally> cutEverywhere(Recording recording, List<Chapter> chapters, int disksPerWeather,
            SplittableRandom chance) throws IOException {
        Path memory = Path.of("/dev/shm");
        Path after = Files.isWritable(memory)
                ? Files.createTempDirectory(memory, "lintel-cut-")
                : Files.createDirectories(folder.resolve("after"));
        Map<String, Tally> tallies = new TreeMap<>();
        Disk disk = new Disk(Map.of());
        int acknowledged = -1;
        try {
            for (Step step : recording.steps()) {
                disk.apply(step);
                if (step instanceof Step.Mark(long number)) {
                    acknowledged = Math.toIntExact(number);
                }
                if (acknowledged < 0) {
                    continue;
                }
                // What happens now belongs to the chapter that will be acknowledged next.
                int next = Math.min(acknowledged + 1, chapters.size() - 1);
                Tally tally = tallies.computeIfAbsent(chapters.get(next).kind(), _ -> new Tally());
                tally.cuts++;
                for (Weather weather : Weather.values()) {
                    boolean byChance = weather == Weather.TORN || weather == Weather.SHUFFLED;
                    for (int i = 0; i < (byChance ? disksPerWeather : 1); i++) {
                        disk.afterCut(after, weather, chance);
                        judge(after, chapters, acknowledged, next, tally);
                    }
                }
            }
        } finally {
            for (Path left : list(after)) {
                Files.delete(left);
            }
            Files.delete(after);
        }
        return tallies;
    }

    private static List<Path> list(Path folder) throws IOException {
        try (var files = Files.list(folder)) {
            return files.toList();
        }
    }

    private static void judge(Path after, List<Chapter> chapters, int acknowledged, int next, Tally tally) {
        tally.disks++;
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + after.resolve("floor.db"));
                Statement statement = connection.createStatement()) {
            if (!"ok".equals(ask(statement, "PRAGMA quick_check"))) {
                tally.damaged++;
                return;
            }
            String found = Fingerprint.of(connection);
            if (found.equals(chapters.get(acknowledged).fingerprint()) || found.equals(chapters.get(next).fingerprint())) {
                return;
            }
            if (chapters.subList(0, acknowledged).stream().anyMatch(chapter -> chapter.fingerprint().equals(found))) {
                tally.lost++;
            } else {
                tally.torn++;
            }
        } catch (SQLException e) {
            tally.damaged++;
        }
    }

    private static String ask(Statement statement, String question) throws SQLException {
        try (ResultSet row = statement.executeQuery(question)) {
            return row.next() ? row.getString(1) : "nothing";
        }
    }

    private static void print(String title, Map<String, Tally> tallies) {
        List<String> lines = new ArrayList<>();
        lines.add("power cuts, " + title + ":");
        lines.add(String.format("  %-18s %7s %7s %6s %6s %8s", "transaction", "cuts", "disks", "lost", "torn", "damaged"));
        Tally all = new Tally();
        tallies.forEach((kind, tally) -> {
            lines.add(line(kind, tally));
            all.cuts += tally.cuts;
            all.disks += tally.disks;
            all.lost += tally.lost;
            all.torn += tally.torn;
            all.damaged += tally.damaged;
        });
        lines.add(line("all", all));
        lines.forEach(System.out::println);
    }

    private static String line(String kind, Tally tally) {
        return String.format("  %-18s %7d %7d %6d %6d %8d", kind, tally.cuts, tally.disks, tally.lost, tally.torn,
                tally.damaged);
    }
}
