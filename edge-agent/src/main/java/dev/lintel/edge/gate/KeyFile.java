package dev.lintel.edge.gate;

import dev.lintel.edge.settings.DataFolder;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// A private key and its certificates in one PEM file that only the agent's user may read, written beside and moved into
/// place.
final class KeyFile {

    private static final Pattern BLOCK = Pattern
            .compile("-----BEGIN (PRIVATE KEY|CERTIFICATE)-----\\s+([A-Za-z0-9+/=\\s]{1,8000}?)-----END \\1-----");
    private static final int LINE_CHARACTERS = 64;

    private KeyFile() {}

    /// @param chain the key's own certificate first
    record Kept(PrivateKey key, List<X509Certificate> chain) {

        Kept {
            chain = List.copyOf(chain);
        }
    }

    static Optional<Kept> read(Path file) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try {
            PrivateKey key = null;
            List<X509Certificate> chain = new ArrayList<>();
            Matcher block = BLOCK.matcher(Files.readString(file));
            while (block.find()) {
                byte[] der = Base64.getMimeDecoder().decode(block.group(2).getBytes(StandardCharsets.US_ASCII));
                if (block.group(1).equals("CERTIFICATE")) {
                    chain.add((X509Certificate) CertificateFactory.getInstance("X.509")
                            .generateCertificate(new ByteArrayInputStream(der)));
                } else {
                    key = KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
                }
            }
            if (key == null || chain.isEmpty()) {
                throw new IOException(file + " holds no key or no certificate; remove it, and panels are told anew");
            }
            return Optional.of(new Kept(key, chain));
        } catch (GeneralSecurityException e) {
            throw new IOException(file + " is damaged; remove it, and panels are told anew", e);
        }
    }

    static void write(Path file, Kept kept) throws IOException, GeneralSecurityException {
        StringBuilder text = new StringBuilder(pem("PRIVATE KEY", kept.key().getEncoded()));
        for (X509Certificate certificate : kept.chain()) {
            text.append(pem("CERTIFICATE", certificate.getEncoded()));
        }
        Path beside = file.resolveSibling(file.getFileName() + ".new");
        Files.deleteIfExists(beside);
        DataFolder.ownerOnly(beside);
        try (FileChannel channel = FileChannel.open(beside, StandardOpenOption.WRITE)) {
            ByteBuffer bytes = StandardCharsets.US_ASCII.encode(text.toString());
            while (bytes.hasRemaining()) {
                channel.write(bytes);
            }
            channel.force(true);
        }
        Files.move(beside, file, StandardCopyOption.ATOMIC_MOVE);
    }

    static String pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder(LINE_CHARACTERS, new byte[]{'\n'}).encodeToString(der);
        return "-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n";
    }
}
