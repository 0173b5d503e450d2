package dev.lintel.provisioning.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Set;

/// The one folder that holds everything of a demo: the cloud's data, each door's data, logs and credentials.
///
/// A lock on a file in it makes a second start visible; the lock dies with the process, so a killed run never blocks
/// the next one.
final class DemoFolder implements AutoCloseable {

    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ALONE = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path root;
    private final FileChannel channel;
    private final FileLock lock;

    private DemoFolder(Path root, FileChannel channel, FileLock lock) {
        this.root = root;
        this.channel = channel;
        this.lock = lock;
    }

    static DemoFolder open(Path root) {
        try {
            Files.createDirectories(root, OWNER_ALONE);
            FileChannel channel = FileChannel.open(root.resolve("lock"), StandardOpenOption.CREATE, StandardOpenOption.WRITE);
            FileLock lock = channel.tryLock();
            if (lock == null) {
                channel.close();
                throw new DemoFailure("The demo is already running with the data in " + root
                        + "; its doors are listed in " + root.resolve("doors.txt")
                        + ". End it with Ctrl-C before you start it again.");
            }
            return new DemoFolder(root, channel, lock);
        } catch (IOException e) {
            throw new DemoFailure("The demo cannot use the folder " + root + ": " + e.getMessage());
        }
    }

    Path root() {
        return root;
    }

    /// The addresses of the doors, which hold the panels' keys.
    Path doors() {
        return root.resolve("doors.txt");
    }

    Path cloud() {
        return root.resolve("cloud");
    }

    Path edge(String name) {
        return root.resolve("edge-" + name);
    }

    Path log(String process) {
        return root.resolve("logs").resolve(process + ".log");
    }

    /// Removes everything but the lock that is held.
    void empty() {
        try (var files = Files.walk(root)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                if (!file.equals(root) && !file.equals(root.resolve("lock"))) {
                    Files.delete(file);
                }
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// Writes a file that only its owner may read, in one step: a reader finds the old text or the new one.
    void writePrivately(Path file, String text) {
        try {
            Files.createDirectories(file.toAbsolutePath().getParent(), OWNER_ALONE);
            Path fresh = file.resolveSibling(file.getFileName() + ".new");
            Files.deleteIfExists(fresh);
            Files.createFile(fresh, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
            Files.writeString(fresh, text);
            Files.move(fresh, file, java.nio.file.StandardCopyOption.ATOMIC_MOVE,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        try {
            lock.release();
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
