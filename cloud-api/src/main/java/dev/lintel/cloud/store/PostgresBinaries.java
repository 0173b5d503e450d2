package dev.lintel.cloud.store;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Comparator;
import java.util.Locale;
import org.apache.commons.compress.archivers.tar.TarArchiveEntry;
import org.apache.commons.compress.archivers.tar.TarArchiveInputStream;
import org.tukaani.xz.XZInputStream;

/// The packaged PostgreSQL of this platform, unpacked once per version into the data folder.
///
/// It lies in the data folder and not in a shared temporary one, where another user of the machine could put
/// programs of his own in its place.
final class PostgresBinaries {

    private PostgresBinaries() {}

    /// The folder that holds `bin/postgres`.
    static Path in(Path folder) {
        var archive = archive();
        try (InputStream packed = PostgresBinaries.class.getResourceAsStream("/" + archive)) {
            if (packed == null) {
                throw new StartRefused("This build carries no PostgreSQL for " + System.getProperty("os.name") + " on "
                        + System.getProperty("os.arch") + ": name a server with lintel.database.url.");
            }
            var home = folder.resolve(archive.replace(".txz", "") + "-" + packed.available());
            if (!Files.isDirectory(home)) {
                var partial = folder.resolve("partial");
                delete(partial);
                unpack(packed, Files.createDirectories(partial));
                Files.move(partial, home, StandardCopyOption.ATOMIC_MOVE);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException("PostgreSQL could not be unpacked into " + folder, e);
        }
    }

    private static String archive() {
        var system = System.getProperty("os.name", "").toLowerCase(Locale.ROOT);
        var machine = switch (System.getProperty("os.arch", "")) {
            case "amd64", "x86_64" -> "x86_64";
            case "aarch64", "arm64" -> "arm_64";
            default -> System.getProperty("os.arch", "");
        };
        return "postgres-" + system + "-" + machine + ".txz";
    }

    private static void unpack(InputStream packed, Path target) throws IOException {
        try (var tar = new TarArchiveInputStream(new XZInputStream(new BufferedInputStream(packed)))) {
            for (TarArchiveEntry entry = tar.getNextEntry(); entry != null; entry = tar.getNextEntry()) {
                var path = target.resolve(entry.getName()).normalize();
                if (!path.startsWith(target)) {
                    throw new IOException("an entry points outside: " + entry.getName());
                }
                if (entry.isDirectory()) {
                    Files.createDirectories(path);
                    continue;
                }
                Files.createDirectories(path.getParent());
                if (entry.isSymbolicLink()) {
                    Files.createSymbolicLink(path, Path.of(entry.getLinkName()));
                } else {
                    Files.copy(tar, path);
                    var runs = (entry.getMode() & 0100) != 0;
                    Files.setPosixFilePermissions(path,
                            PosixFilePermissions.fromString(runs ? "rwxr-xr-x" : "rw-r--r--"));
                }
            }
        }
    }

    /// Removes what an interrupted start left behind.
    static void delete(Path folder) throws IOException {
        if (!Files.exists(folder)) {
            return;
        }
        try (var paths = Files.walk(folder)) {
            for (Path path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }
}
