package dev.lintel.edge.copy;

import dev.lintel.edge.settings.DataFolder;
import dev.lintel.protocol.Limits;
import jakarta.inject.Inject;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.DateTimeException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Copies the floor's file while it is in use, and proves each copy before it counts.
///
/// The copy is made by one reading transaction, which holds back neither the door's commits nor other readers. It is
/// written beside, checked, forced to the disk and only then given its name: whatever has the name of a backup is one.
///
/// Used by one thread at a time, never by the door's.
@Singleton
public final class BackupStore {

    /// Yesterday, the day before, and one more for whoever comes after a weekend.
    static final int KEPT = 3;

    /// Left free for the door itself, whose disk must not be full because of a backup of it.
    static final long LEFT_FREE_BYTES = 64L * 1024 * 1024;

    private static final String PREFIX = "floor-";
    private static final String SUFFIX = ".db";
    private static final String SEEN = "-seen-";
    private static final DateTimeFormatter STAMP = DateTimeFormatter.ofPattern("uuuuMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);

    private final CopyFile file;
    private final Path folder;

    @Inject
    BackupStore(CopyFile file, DataFolder data) {
        this(file, folder(data.resolve("")));
    }

    BackupStore(CopyFile file, Path folder) {
        this.file = file;
        this.folder = folder;
    }

    /// Where the backups of a data folder are.
    static Path folder(Path data) {
        return data.resolve("backups");
    }

    /// What came of a backup.
    public sealed interface Outcome {

        /// @param bytes the size of the copy
        record Taken(Path backup, long bytes) implements Outcome {}

        /// None was made, or it was thrown away; the sentence says what a technician does about it.
        record NotTaken(String sentence) implements Outcome {}
    }

    /// A backup that is there.
    public record Backup(Path path, Instant takenAt) {}

    public Outcome take(Instant now) {
        Path beside = folder.resolve("backup.new");
        try {
            Files.createDirectories(folder, DataFolder.ownersFolder());
            Files.deleteIfExists(beside);
            long needed = Files.size(file.path()) + sizeOf(file.path().resolveSibling(file.path().getFileName() + "-wal"));
            long free = Files.getFileStore(folder).getUsableSpace();
            if (free - needed < LEFT_FREE_BYTES) {
                return new Outcome.NotTaken("There was no room for a backup: it takes " + megabytes(needed) + " MB and leaves "
                        + megabytes(LEFT_FREE_BYTES) + " MB free, and the disk has " + megabytes(free)
                        + " MB left. Free some space on it.");
            }
            DataFolder.ownerOnly(beside);
            copy(beside);
            Optional<String> flaw = prove(beside, now);
            if (flaw.isPresent()) {
                Files.deleteIfExists(beside);
                return new Outcome.NotTaken("The copy of the floor's file did not pass its check (" + flaw.get()
                        + "). Restart the agent: it looks at the file itself.");
            }
            force(beside);
            Path backup = folder.resolve(PREFIX + STAMP.format(now) + SUFFIX);
            Files.move(beside, backup, StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
            force(folder);
            forgetOlder();
            return new Outcome.Taken(backup, Files.size(backup));
        } catch (IOException | SQLException e) {
            return new Outcome.NotTaken("The backup could not be written (" + e.getMessage() + "). Check the disk of " + folder
                    + ".");
        }
    }

    private void copy(Path beside) throws SQLException {
        try (Connection reader = file.reader(); PreparedStatement copy = reader.prepareStatement("VACUUM INTO ?")) {
            copy.setString(1, beside.toString());
            copy.execute();
        }
    }

    /// Opens the copy as a restore would, looks at every page, at the log, and marks it as what it is.
    private static Optional<String> prove(Path copy, Instant now) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:sqlite:" + copy);
                Statement statement = connection.createStatement()) {
            try (ResultSet row = statement.executeQuery("PRAGMA integrity_check")) {
                String found = row.next() ? row.getString(1) : "nothing";
                if (!"ok".equals(found)) {
                    return Optional.of(found);
                }
            }
            Optional<String> flaw = GarbledStore.flawOfLog(connection);
            if (flaw.isPresent()) {
                return flaw;
            }
            statement.execute("INSERT OR REPLACE INTO backup_mark (only_row, taken_at) VALUES (1, " + now.toEpochMilli() + ")");
            return Optional.empty();
        }
    }

    private void forgetOlder() throws IOException {
        for (Backup old : kept().stream().skip(KEPT).toList()) {
            Files.deleteIfExists(old.path());
        }
    }

    /// Removes damaged files that were set aside longer ago than a door's log is kept: names and titles in them are to live no
    /// longer than in the file itself. When that was, only a clock that knows the time can tell, and a rescue runs before
    /// there is one: so each is counted from the first look at it, which its name then has.
    ///
    /// @param now by a clock that knows
    /// @return how many are left
    public int forgetSetAside(Instant now) throws IOException {
        int left = 0;
        for (Map.Entry<String, List<Path>> one : parts().entrySet()) {
            Optional<Instant> seen = seen(one.getKey()).filter(at -> !at.isAfter(now));
            if (seen.filter(at -> at.plus(Limits.LOG_KEPT).isBefore(now)).isPresent()) {
                for (Path part : one.getValue()) {
                    Files.deleteIfExists(part);
                }
                continue;
            }
            left++;
            if (seen.isEmpty() && stamped(one.getKey())) {
                String unseen = one.getKey().replaceFirst(SEEN + "[^-]*$", "");
                for (Path part : one.getValue()) {
                    String ending = part.getFileName().toString().substring(one.getKey().length());
                    Files.move(part, part.resolveSibling(unseen + SEEN + STAMP.format(now) + ending));
                }
            }
        }
        return left;
    }

    /// How many damaged files have been set aside and are still there.
    public int setAside() throws IOException {
        return parts().size();
    }

    /// What belongs to one damaged file, by the name of the file itself.
    private Map<String, List<Path>> parts() throws IOException {
        String prefix = file.path().getFileName() + RescueStore.SET_ASIDE;
        try (Stream<Path> files = Files.list(file.path().toAbsolutePath().resolveSibling(""))) {
            return files.filter(path -> path.getFileName().toString().startsWith(prefix))
                    .collect(Collectors.groupingBy(path -> path.getFileName().toString().replaceFirst("-(wal|shm)$", "")));
        }
    }

    /// Anything else is somebody's own and stays.
    private static boolean stamped(String name) {
        return name.substring(name.lastIndexOf(RescueStore.SET_ASIDE)).matches("\\.damaged-\\d{8}T\\d{6}Z(-seen-.*)?");
    }

    private static Optional<Instant> seen(String name) {
        int at = name.lastIndexOf(SEEN);
        try {
            return at < 0 ? Optional.empty() : Optional.of(STAMP.parse(name.substring(at + SEEN.length()), Instant::from));
        } catch (DateTimeException somebodysFile) {
            return Optional.empty();
        }
    }

    /// The backups that are there, newest first.
    public List<Backup> kept() throws IOException {
        return kept(folder);
    }

    static List<Backup> kept(Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(folder)) {
            return files.flatMap(path -> named(path).stream())
                    .sorted(Comparator.comparing(Backup::takenAt).reversed())
                    .toList();
        }
    }

    private static Optional<Backup> named(Path path) {
        String name = path.getFileName().toString();
        if (!name.startsWith(PREFIX) || !name.endsWith(SUFFIX)) {
            return Optional.empty();
        }
        try {
            return Optional.of(new Backup(path,
                    STAMP.parse(name.substring(PREFIX.length(), name.length() - SUFFIX.length()), Instant::from)));
        } catch (DateTimeException somebodysFile) {
            return Optional.empty();
        }
    }

    private static void force(Path path) throws IOException {
        StandardOpenOption mode = Files.isDirectory(path) ? StandardOpenOption.READ : StandardOpenOption.WRITE;
        try (FileChannel channel = FileChannel.open(path, mode)) {
            channel.force(true);
        }
    }

    private static long sizeOf(Path path) throws IOException {
        return Files.exists(path) ? Files.size(path) : 0;
    }

    private static long megabytes(long bytes) {
        return bytes / (1024 * 1024);
    }
}
