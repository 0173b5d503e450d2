package dev.lintel.cloud.device;

import java.io.IOException;
import java.io.StringReader;
import java.io.StringWriter;
import java.io.UncheckedIOException;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.List;
import java.util.Optional;
import org.bouncycastle.asn1.x509.Certificate;
import org.bouncycastle.cert.X509CertificateHolder;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.util.io.pem.PemObject;
import org.bouncycastle.util.io.pem.PemReader;
import org.bouncycastle.util.io.pem.PemWriter;

/// Keys, certificates and requests as the text that travels and rests.
final class Pem {

    static final String CERTIFICATE = "CERTIFICATE";
    static final String PRIVATE_KEY = "PRIVATE KEY";
    static final String LIST = "X509 CRL";
    static final String REQUEST = "CERTIFICATE REQUEST";

    private Pem() {}

    static String of(PrivateKey key) {
        return write(PRIVATE_KEY, key.getEncoded());
    }

    /// The chain in the order TLS wants it: the leaf first.
    static String of(List<X509Certificate> chain) {
        var text = new StringBuilder();
        for (X509Certificate certificate : chain) {
            text.append(write(CERTIFICATE, encoded(certificate)));
        }
        return text.toString();
    }

    /// The rest of a file that begins with a private key.
    static String afterKey(String text) {
        return text.substring(Math.max(text.indexOf("-----BEGIN " + CERTIFICATE), 0));
    }

    /// A revocation list.
    static String list(byte[] der) {
        return write(LIST, der);
    }

    /// A certificate that somebody else sent, if it is one.
    static Optional<X509Certificate> readCertificate(String text) {
        try {
            return Optional.of(certificate(text));
        } catch (RuntimeException e) {
            // A hostile encoding surfaces as any of these, deep in the parser; to the caller it is one answer.
            return Optional.empty();
        }
    }

    static X509Certificate certificate(String text) {
        byte[] der = bytes(text, CERTIFICATE).orElseThrow(() -> new IllegalStateException("the file holds no certificate"));
        try {
            return new JcaX509CertificateConverter().getCertificate(new X509CertificateHolder(Certificate.getInstance(der)));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the file holds a certificate that cannot be read", e);
        }
    }

    static PrivateKey key(String text) {
        byte[] der = bytes(text, PRIVATE_KEY).orElseThrow(() -> new IllegalStateException("the file holds no private key"));
        try {
            return KeyFactory.getInstance("EC").generatePrivate(new PKCS8EncodedKeySpec(der));
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("the file holds a key that cannot be read", e);
        }
    }

    /// The content of the first block, if the text is one of this kind.
    static Optional<byte[]> bytes(String text, String kind) {
        try (var reader = new PemReader(new StringReader(text))) {
            PemObject block = reader.readPemObject();
            return block != null && block.getType().equals(kind) ? Optional.of(block.getContent()) : Optional.empty();
        } catch (IOException | RuntimeException e) {
            // The reader reports a broken block by either; to a caller both mean that this is no such text.
            return Optional.empty();
        }
    }

    static byte[] encoded(X509Certificate certificate) {
        try {
            return certificate.getEncoded();
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a certificate that was read cannot be written", e);
        }
    }

    private static String write(String kind, byte[] content) {
        var text = new StringWriter();
        try (var writer = new PemWriter(text)) {
            writer.writeObject(new PemObject(kind, content));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return text.toString();
    }
}
