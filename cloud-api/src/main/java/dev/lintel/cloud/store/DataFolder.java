package dev.lintel.cloud.store;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.function.Supplier;

/// The folder in which this cloud keeps everything of its own: the embedded database, its certificate authority, its
/// signing key. One process at a time: the lock on `cloud.lock` is the operating system's, so it ends with the
/// process however the process ends.
public final class DataFolder implements AutoCloseable {

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    public static DataFolder open(Path folder) {
        var root = folder.toAbsolutePath().normalize();
        try {
            if (!Files.isDirectory(root)) {
                Files.createDirectories(root);
                Files.setPosixFilePermissions(root, PosixFilePermissions.fromString("rwx------"));
            }
            var channel = FileChannel.open(root.resolve("cloud.lock"), StandardOpenOption.CREATE,
                    StandardOpenOption.WRITE);
            if (!locked(channel)) {
                channel.close();
                throw new StartRefused("Another cloud is running with the data folder " + root
                        + ": stop it, or give this one a folder of its own with lintel.data.");
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new StartRefused("The data folder " + root + " cannot be used: " + e.getMessage()
                    + ". Choose another with lintel.data.", e);
        }
    }

    private static boolean locked(FileChannel channel) throws IOException {
        try {
            FileLock lock = channel.tryLock();
            return lock != null;
        } catch (OverlappingFileLockException e) {
            return false;
        }
    }

    public Path resolve(String name) {
        return root.resolve(name);
    }

    /// The content of a file that only its owner may read, made the first time it is asked for.
    public String secret(String name, Supplier<String> made) {
        var file = root.resolve(name);
        try {
            if (!Files.exists(file)) {
                writePrivate(file, made.get());
            }
            return Files.readString(file).strip();
        } catch (IOException e) {
            throw new UncheckedIOException("the file " + file, e);
        }
    }

    /// Writes a file with mode 0600 that is either whole or absent, also after a power cut between two lines of this.
    public static void writePrivate(Path file, String content) throws IOException {
        var partial = file.resolveSibling(file.getFileName() + ".partial");
        Files.deleteIfExists(partial);
        Files.createFile(partial, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------")));
        Files.writeString(partial, content + "\n", StandardOpenOption.SYNC);
        Files.move(partial, file, StandardCopyOption.ATOMIC_MOVE);
    }

    @Override
    public void close() {
        try {
            channel.close();
        } catch (IOException e) {
            throw new UncheckedIOException("the lock of " + root, e);
        }
    }
}
