package dev.lintel.cloud.device;

import dev.lintel.cloud.device.Revocations.Revoked;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509CRL;
import java.security.cert.X509CRLEntry;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Set;
import java.util.stream.Collectors;

/// The folder from which an external Mosquitto lives: configuration, keys, access list, revocation lists.
///
///     mosquitto.conf   access   trust.pem   server.pem (key and chain in one, so that they are replaced in one step)
///     revoked.pem      mosquitto.pid (the broker's)
///
/// All of it can be thrown away: it is written anew from the authority and the database. One thread at a time.
final class MosquittoFolder {

    /// The server certificate and the lists are renewed this long before they would have to be.
    private static final Duration EARLY = Duration.ofDays(60);

    private final Path folder;
    private final BrokerSettings settings;
    private final Authority authority;

    MosquittoFolder(Path folder, BrokerSettings settings, Authority authority) {
        this.folder = folder.toAbsolutePath().normalize();
        this.settings = settings;
        this.authority = authority;
    }

    Path path() {
        return folder;
    }

    /// Makes the files say what they should; true where one of them changed, and the broker must be told.
    boolean level(BrokerView view, Instant now) {
        SecretFile.folder(folder);
        boolean changed = write("mosquitto.conf",
                MosquittoText.configuration(settings, folder, System.getProperty("user.name", "mosquitto")));
        changed |= write(MosquittoText.TRUST, Pem.of(authority.trust()));
        changed |= write(MosquittoText.ACCESS, MosquittoText.access(view));
        changed |= server(now);
        changed |= revoked(view, now);
        return changed;
    }

    private boolean write(String name, String content) {
        Path file = folder.resolve(name);
        if (Files.exists(file) && SecretFile.read(file).equals(content)) {
            return false;
        }
        SecretFile.write(file, content);
        return true;
    }

    private boolean server(Instant now) {
        Path file = folder.resolve(MosquittoText.SERVER);
        if (Files.exists(file)) {
            X509Certificate present = Pem.certificate(Pem.afterKey(SecretFile.read(file)));
            boolean lasts = present.getNotAfter().toInstant().isAfter(now.plus(EARLY));
            if (lasts && authority.vouchesFor(present) && names(present).equals(Set.copyOf(settings.names()))) {
                return false;
            }
        }
        Credential credential = authority.server(settings.names());
        SecretFile.write(file, Pem.of(credential.key()) + Pem.of(credential.chain()));
        return true;
    }

    private static Set<String> names(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? Set.of()
                    : names.stream().map(name -> String.valueOf(name.get(1))).collect(Collectors.toUnmodifiableSet());
        } catch (GeneralSecurityException e) {
            return Set.of();
        }
    }

    private boolean revoked(BrokerView view, Instant now) {
        Path file = folder.resolve(MosquittoText.REVOKED);
        Instant before = now.minus(EARLY);
        if (Files.exists(file)) {
            try {
                var lists = CertificateFactory.getInstance("X.509")
                        .generateCRLs(new ByteArrayInputStream(SecretFile.read(file).getBytes(StandardCharsets.US_ASCII)));
                X509CRL list = (X509CRL) lists.iterator().next();
                before = list.getThisUpdate().toInstant();
                boolean lasts = list.getNextUpdate().toInstant().isAfter(now.plus(EARLY));
                if (lasts && lists.size() == authority.issuerCount() && serials(list).equals(serials(view))) {
                    return false;
                }
            } catch (GeneralSecurityException e) {
                throw new IllegalStateException("the revocation list " + file + " cannot be read; delete it", e);
            }
        }
        SecretFile.write(file, authority.revocationLists(view.revoked(), before));
        return true;
    }

    private static Set<BigInteger> serials(X509CRL list) {
        Set<? extends X509CRLEntry> entries = list.getRevokedCertificates();
        return entries == null
                ? Set.of()
                : entries.stream().map(X509CRLEntry::getSerialNumber).collect(Collectors.toUnmodifiableSet());
    }

    private static Set<BigInteger> serials(BrokerView view) {
        return view.revoked().stream().map(Revoked::serial).collect(Collectors.toUnmodifiableSet());
    }
}
