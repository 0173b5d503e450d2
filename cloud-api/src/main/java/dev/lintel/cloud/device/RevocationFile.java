package dev.lintel.cloud.device;

import dev.lintel.cloud.device.Revocations.Ending;
import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.cloud.store.StartRefused;
import dev.lintel.protocol.identity.EdgeId;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.format.DateTimeParseException;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was revoked, kept beside the authority's keys as well as in the database: a database that is put back from a backup has
/// forgotten whom it shut out since, and the keys are not put back with it.
///
///     serial edge instant ending        one line each, the oldest first
///
/// Not signed: whoever can write here can take the issuing key. It holds what could still be used: certificates until they end,
/// and as long again as one that has ended can be renewed. Replaced in one step, under a lock that replicas with one folder
/// share. Safe for all threads.
final class RevocationFile {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFile.class);
    private static final Duration MATTERS = Authority.EDGE_VALIDITY.plus(RenewalDesk.GRACE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(1);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(10);
    private static final int PARTS = 4;
    private static final int HEXADECIMAL = 16;

    private final Path folder;
    private final Path file;
    private final InstantSource clock;
    private Map<BigInteger, Revoked> kept;
    private boolean failing;

    private RevocationFile(Path folder, InstantSource clock) {
        this.folder = folder;
        this.file = folder.resolve("revoked");
        this.clock = clock;
        this.kept = read();
    }

    /// @param folder of the authority
    static RevocationFile in(Path folder, InstantSource clock) {
        return new RevocationFile(folder, clock);
    }

    /// What matters of it now.
    synchronized List<Revoked> all() {
        return kept.values().stream().filter(this::matters).toList();
    }

    /// Adds what is not there yet. What cannot be written now is written with the next: the database has it, and whoever
    /// is shut out is out.
    synchronized void keep(Collection<Revoked> revoked) {
        if (revoked.stream().filter(this::matters).allMatch(one -> kept.containsKey(one.serial()))) {
            return;
        }
        try {
            SecretFile.folder(folder);
            try (var lock = FileChannel.open(folder.resolve("revoked.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS_ONLY); var _ = held(lock)) {
                var all = read();
                revoked.forEach(one -> all.putIfAbsent(one.serial(), one));
                all.values().removeIf(one -> !matters(one));
                SecretFile.write(file, all.values().stream().map(RevocationFile::line).collect(Collectors.joining()));
                kept = all;
                failing = false;
            }
        } catch (IOException | RuntimeException e) {
            // Looked at again within seconds: said once, until it has been written.
            if (!failing) {
                LOG.error("ALARM revocation-not-kept: {} could not be written; a database from a backup would not know it",
                        file, e);
            }
            failing = true;
        }
    }

    /// A replica writes for milliseconds. One that hangs, or a shared folder that does, must not keep anybody from being shut out.
    private static FileLock held(FileChannel channel) throws IOException {
        long until = System.nanoTime() + LOCK_LIMIT.toNanos();
        while (System.nanoTime() < until) {
            FileLock lock = channel.tryLock();
            if (lock != null) {
                return lock;
            }
            LockSupport.parkNanos(LOCK_PAUSE.toNanos());
        }
        throw new IOException("another replica holds the lock of this file for longer than " + LOCK_LIMIT);
    }

    private boolean matters(Revoked one) {
        return one.at().plus(MATTERS).isAfter(clock.instant());
    }

    private Map<BigInteger, Revoked> read() {
        var found = new LinkedHashMap<BigInteger, Revoked>();
        if (Files.exists(file)) {
            SecretFile.read(file).lines().forEach(line -> {
                var one = parsed(line);
                found.put(one.serial(), one);
            });
        }
        return found;
    }

    private static String line(Revoked one) {
        return one.serial().toString(HEXADECIMAL) + ' ' + one.edge() + ' ' + one.at() + ' ' + one.ending().word() + '\n';
    }

    /// Nobody is let in by guessing what a line meant.
    private Revoked parsed(String line) {
        var parts = line.split(" ", PARTS);
        try {
            return new Revoked(new BigInteger(parts[0], HEXADECIMAL), EdgeId.of(parts[1]), Instant.parse(parts[2]),
                    Ending.of(parts[3]));
        } catch (IllegalArgumentException | ArrayIndexOutOfBoundsException | DateTimeParseException e) {
            throw new StartRefused(
                    file + " cannot be read (\"" + line + "\"). It tells who was shut out: put it back from a copy,"
                            + " or delete it if the database is the newest there is.");
        }
    }
}
