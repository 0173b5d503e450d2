package dev.lintel.cloud.device;

import dev.lintel.cloud.device.Revocations.Revoked;
import dev.lintel.cloud.store.StartRefused;
import java.io.IOException;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.channels.FileLock;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.time.InstantSource;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/// What was revoked, kept beside the authority's keys as well as in the database: a database that is put back from a backup has
/// forgotten whom it shut out since, and the keys are not put back with it.
///
///     nobody lintel-revoked 1 authority lines bytes hash     how much there is, so that a file that lost some of it is found out
///     serial edge instant ending                             one line each, the oldest first
///
/// ```
/// line added, on the disk ──► first line written over ──► whole
///      └─crash: more lines than counted, which are believed; half a line is not
/// ```
///
/// What this replica knows and the file has not (an older copy was put back) is written again within seconds. The version before
/// reads each line; what it wrote has no first line, is believed with a warning, and gets one.
///
/// Not signed: whoever can write here can take the issuing key. It holds what could still be used: certificates until they end,
/// and as long again as one that has ended can be renewed; the rest is left out at a start, and where it is half of the file.
/// Read and written under a lock that replicas with one folder share. Safe for all threads.
final class RevocationFile {

    private static final Logger LOG = LoggerFactory.getLogger(RevocationFile.class);
    private static final Duration MATTERS = Authority.EDGE_VALIDITY.plus(RenewalDesk.GRACE);
    private static final FileAttribute<Set<PosixFilePermission>> OWNERS_ONLY = PosixFilePermissions
            .asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final Duration LOCK_LIMIT = Duration.ofSeconds(1);
    private static final Duration LOCK_PAUSE = Duration.ofMillis(10);
    /// A byte each, whatever it is: what a power cut left must not look like a file that cannot be opened.
    private static final Charset LETTERS = StandardCharsets.ISO_8859_1;
    /// A file of fewer lines is not worth writing anew.
    private static final int SMALL = 1_000;

    private final Path folder;
    private final Path file;
    private final Roots roots;
    private final InstantSource clock;
    private final Map<BigInteger, Revoked> kept = new LinkedHashMap<>();
    /// Of the file as this replica read or wrote it last; nothing if it was not there, or has to be written anew.
    private Optional<RevocationSeal> seal = Optional.empty();
    private boolean failing;

    /// Fingerprints of the authority's roots.
    ///
    /// @param own what is written
    /// @param believed what may be read, too: during a change of root there are two
    record Roots(String own, Set<String> believed) {}

    private RevocationFile(Path folder, Roots roots, InstantSource clock) {
        this.folder = folder;
        this.file = folder.resolve("revoked");
        this.roots = roots;
        this.clock = clock;
        // Whatever keeps the lock or the folder from being had, what is there has to be known.
        if (Files.exists(file) && !write(this::tidy)) {
            read();
        }
    }

    private void tidy() {
        read();
        if (seal.isEmpty() || !seal.get().authority().equals(roots.own())
                || kept.values().stream().anyMatch(one -> !matters(one))) {
            anew();
        }
    }

    /// @param folder of the authority
    static RevocationFile in(Path folder, Roots roots, InstantSource clock) {
        return new RevocationFile(folder, roots, clock);
    }

    /// Whether there is none yet, or no more.
    boolean isMissing() {
        return !Files.exists(file);
    }

    /// What matters of it now.
    synchronized List<Revoked> all() {
        return kept.values().stream().filter(this::matters).toList();
    }

    /// Adds what is not there yet, and what is there no more. What cannot be written now is written with the next: the database
    /// has it, and whoever is shut out is out.
    synchronized void keep(Collection<Revoked> revoked) {
        if (unkept(revoked).isEmpty() && isAsKnown()) {
            return;
        }
        write(() -> {
            if (!isAsKnown() && !isMissing()) {
                read();
            }
            add(unkept(revoked));
        });
    }

    private List<Revoked> unkept(Collection<Revoked> revoked) {
        return revoked.stream().filter(one -> matters(one) && !kept.containsKey(one.serial())).toList();
    }

    private void add(List<Revoked> added) throws IOException {
        long mattering = kept.values().stream().filter(this::matters).count();
        if (seal.isEmpty() || isMissing() || seal.get().lines() > Math.max(SMALL, 2 * mattering)) {
            added.forEach(one -> kept.put(one.serial(), one));
            try {
                anew();
            } catch (RuntimeException e) {
                added.forEach(one -> kept.remove(one.serial()));
                throw e;
            }
        } else if (!added.isEmpty()) {
            append(seal.get(), added);
            added.forEach(one -> kept.put(one.serial(), one));
        }
    }

    private void anew() {
        kept.values().removeIf(one -> !matters(one));
        var lines = RevocationLines.of(roots.own(), kept.values());
        SecretFile.write(file, lines.text());
        seal = Optional.of(lines.seal());
    }

    /// The lines are on the disk before they are counted: a crash between the two must not look like lines that were lost.
    private void append(RevocationSeal before, List<Revoked> added) throws IOException {
        var after = before;
        for (Revoked one : added) {
            after = after.and(RevocationLines.line(one));
        }
        seal = Optional.empty();
        try (var channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            put(channel, before.bytes(), added.stream().map(RevocationLines::line).collect(Collectors.joining()));
            put(channel, 0, after.text());
        }
        seal = Optional.of(after);
    }

    private static void put(FileChannel channel, long position, String text) throws IOException {
        var bytes = ByteBuffer.wrap(text.getBytes(LETTERS));
        long at = position;
        while (bytes.hasRemaining()) {
            at += channel.write(bytes, at);
        }
        channel.force(true);
    }

    /// Nobody has written since, and there is nothing that should be there and is not.
    private boolean isAsKnown() {
        try {
            if (isMissing()) {
                return all().isEmpty();
            }
            if (seal.isEmpty() || Files.size(file) != seal.get().bytes()) {
                return false;
            }
            var first = seal.get().text();
            try (var in = Files.newInputStream(file)) {
                return new String(in.readNBytes(first.length()), LETTERS).equals(first);
            }
        } catch (IOException _) {
            // Why not is said where it is read next.
            return false;
        }
    }

    private void read() {
        seal = Optional.empty();
        try {
            var read = RevocationLines.read(file, Files.readString(file, LETTERS), roots.believed());
            read.revoked().forEach(kept::putIfAbsent);
            boolean all = all().stream().allMatch(one -> read.revoked().containsKey(one.serial()));
            seal = Optional.of(read.seal()).filter(_ -> all && read.settled());
        } catch (IOException e) {
            throw new StartRefused(
                    file + " cannot be read (" + e.getMessage() + "). It tells who was shut out: its owner has to be"
                            + " the cloud's user.",
                    e);
        }
    }

    /// Something done to the file while no other replica does.
    private interface Change {
        void make() throws IOException;
    }

    /// Whether it could be done.
    private boolean write(Change change) {
        try {
            SecretFile.folder(folder);
            try (var lock = FileChannel.open(folder.resolve("revoked.lock"),
                    Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE), OWNERS_ONLY); var _ = held(lock)) {
                change.make();
                failing = false;
                return true;
            }
        } catch (IOException | RuntimeException e) {
            // Looked at again within seconds: said once, until it has been written.
            if (!failing) {
                LOG.error(
                        "ALARM revocation-not-kept: {} could not be read and written; a database from a backup would not know it",
                        file, e);
            }
            failing = true;
            return false;
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
}
