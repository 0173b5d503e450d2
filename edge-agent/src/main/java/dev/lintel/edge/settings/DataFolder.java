package dev.lintel.edge.settings;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.channels.OverlappingFileLockException;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// The one folder this agent writes to, held by one process at a time.
///
/// The lock is the operating system's, on an open file: it goes when the process goes, however it goes, so a killed
/// agent never leaves a stale lock behind. Two agents on one folder would be two doors deciding for one floor.
public final class DataFolder implements AutoCloseable {

    /// Only the agent's own user may read what it keeps: keys, bookings, panel verifiers.
    public static final Set<PosixFilePermission> OWNER_ONLY = PosixFilePermissions.fromString("rw-------");

    private final Path root;
    private final FileChannel channel;

    private DataFolder(Path root, FileChannel channel) {
        this.root = root;
        this.channel = channel;
    }

    /// Makes the folder if need be and takes hold of it until [#close()].
    public static DataFolder hold(Path root) throws StartRefused {
        try {
            Files.createDirectories(root, ownersFolder());
            Path lock = root.resolve("lock");
            ownerOnly(lock);
            FileChannel channel = FileChannel.open(lock, StandardOpenOption.WRITE);
            if (tryLock(channel) == null) {
                channel.close();
                throw new StartRefused(StartRefused.IN_THE_WAY, List.of("Another edge agent is already running on the data"
                        + " folder " + root + "; stop it first, or give this one a folder of its own in lintel.data."));
            }
            return new DataFolder(root, channel);
        } catch (IOException e) {
            throw new StartRefused("The data folder " + root + " cannot be used (" + e.getMessage()
                    + "); check that its disk is mounted, writable and owned by this user.", e);
        }
    }

    /// Of a folder that nobody else may look into.
    public static FileAttribute<Set<PosixFilePermission>> ownersFolder() {
        return PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));
    }

    /// Makes a file that only its owner may read, if it is not there yet.
    public static void ownerOnly(Path file) throws IOException {
        try {
            Files.createFile(file, PosixFilePermissions.asFileAttribute(OWNER_ONLY));
        } catch (FileAlreadyExistsException there) {
            Files.setPosixFilePermissions(file, OWNER_ONLY);
        }
    }

    private static @Nullable FileLock tryLock(FileChannel channel) throws IOException {
        try {
            return channel.tryLock();
        } catch (OverlappingFileLockException sameProcess) {
            return null;
        }
    }

    public Path resolve(String name) {
        return root.resolve(name);
    }

    /// Puts a text into a file of this folder that only its owner may read: all of it or, after a crash, none. When this
    /// returns it is on the disk.
    public synchronized void keep(String name, String text) throws IOException {
        Path beside = resolve(name + ".new");
        Files.deleteIfExists(beside);
        ownerOnly(beside);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.UTF_8.encode(text);
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, resolve(name), StandardCopyOption.ATOMIC_MOVE);
        force();
    }

    /// Makes names durable: a file that was written and moved into place may otherwise be gone after a power cut.
    public void force() throws IOException {
        try (FileChannel names = FileChannel.open(root, StandardOpenOption.READ)) {
            names.force(true);
        }
    }

    @Override
    public void close() throws IOException {
        channel.close();
    }
}
