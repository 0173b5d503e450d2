package dev.lintel.cloud.device;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.KeyPair;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/// The files of the authority, and how one generation of keys follows another.
///
///     root            -> signs issuing certificates; its key may be carried away
///     root.next       -> handed out beside the root while a change of root is prepared
///     root.former     -> still handed out and believed after the change, until an operator deletes it
///     issuing         -> signs everything else
///     issuing.former  -> what it signed is good until its own end
///
/// Replicas of one cloud share this folder: a lock keeps two that start at once from making two authorities.
final class AuthorityFolder {

    /// What is done about a change of root at this start; each step may be repeated and then changes nothing.
    enum RootChange {
        KEEP, PREPARE, SWITCH
    }

    private final Path folder;
    private final CertificateForge forge;

    AuthorityFolder(Path folder, CertificateForge forge) {
        this.folder = folder;
        this.forge = forge;
    }

    /// @param roots what is believed, the one in use first
    /// @param issuers what signs and signed, the one in use first
    record Held(List<X509Certificate> roots, List<Credential> issuers) {}

    Held open(RootChange change) {
        SecretFile.folder(folder);
        try (FileChannel lock = FileChannel.open(folder.resolve("lock"),
                Set.of(StandardOpenOption.CREATE, StandardOpenOption.WRITE)); var _ = lock.lock()) {
            if (!Files.exists(certificate("root"))) {
                make("root");
            }
            switch (change) {
                case KEEP -> {
                }
                case PREPARE -> {
                    if (!Files.exists(certificate("root.next")) && !Files.exists(certificate("root.former"))) {
                        make("root.next");
                    }
                }
                case SWITCH -> changeRoot();
            }
            X509Certificate root = read("root").orElseThrow();
            if (read("issuing").filter(present -> !ending(present)).isEmpty()) {
                issue(root);
            }
            return held(root);
        } catch (IOException e) {
            throw new UncheckedIOException("the authority's folder " + folder, e);
        }
    }

    /// Everything an issuing certificate signs must end before itself, so it is replaced one node's validity early.
    private boolean ending(X509Certificate present) {
        return present.getNotAfter().toInstant().isBefore(forge.now().plus(Authority.NODE_VALIDITY));
    }

    private void make(String name) {
        KeyPair pair = forge.pair();
        SecretFile.write(key(name), Pem.of(pair.getPrivate()));
        SecretFile.write(certificate(name), Pem.of(List.of(forge.root(pair))));
    }

    private void changeRoot() throws IOException {
        if (Files.exists(certificate("root.next"))) {
            move("root", "root.former");
            move("root.next", "root");
            if (Files.exists(certificate("issuing"))) {
                move("issuing", "issuing.former");
            }
        }
    }

    private void issue(X509Certificate root) throws IOException {
        if (!Files.exists(key("root"))) {
            throw new IllegalStateException(
                    "A new issuing certificate is due: bring the root's key back to " + key("root") + ".");
        }
        if (Files.exists(certificate("issuing"))) {
            move("issuing", "issuing.former");
        }
        KeyPair pair = forge.pair();
        X509Certificate issued = forge.issuing(pair.getPublic(), root, Pem.key(SecretFile.read(key("root"))));
        SecretFile.write(key("issuing"), Pem.of(pair.getPrivate()));
        SecretFile.write(certificate("issuing"), Pem.of(List.of(issued)));
    }

    private Held held(X509Certificate root) {
        List<X509Certificate> roots = new ArrayList<>(List.of(root));
        read("root.next").ifPresent(roots::add);
        Optional<X509Certificate> former = read("root.former").filter(this::lasting);
        former.ifPresent(roots::add);
        List<Credential> issuers = new ArrayList<>();
        issuers.add(issuer("issuing", root));
        read("issuing.former").filter(this::lasting)
                .map(issuing -> issuer("issuing.former", signedBy(issuing, root) ? root : former.orElse(root)))
                .ifPresent(issuers::add);
        return new Held(List.copyOf(roots), List.copyOf(issuers));
    }

    private boolean lasting(X509Certificate certificate) {
        Instant end = certificate.getNotAfter().toInstant();
        return end.isAfter(forge.now());
    }

    private static boolean signedBy(X509Certificate certificate, X509Certificate issuer) {
        return certificate.getIssuerX500Principal().equals(issuer.getSubjectX500Principal());
    }

    private Credential issuer(String name, X509Certificate root) {
        return new Credential(Pem.key(SecretFile.read(key(name))), List.of(read(name).orElseThrow(), root));
    }

    private Optional<X509Certificate> read(String name) {
        Path file = certificate(name);
        return Files.exists(file) ? Optional.of(Pem.certificate(SecretFile.read(file))) : Optional.empty();
    }

    /// The key first: a crash between the two leaves a certificate whose key is found under the other name, which the
    /// next start reports, and never a key that signs under a foreign certificate.
    private void move(String from, String to) throws IOException {
        if (Files.exists(key(from))) {
            Files.move(key(from), key(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
        }
        Files.move(certificate(from), certificate(to), StandardCopyOption.ATOMIC_MOVE, StandardCopyOption.REPLACE_EXISTING);
    }

    private Path certificate(String name) {
        return folder.resolve(name + ".crt.pem");
    }

    private Path key(String name) {
        return folder.resolve(name + ".key.pem");
    }
}
