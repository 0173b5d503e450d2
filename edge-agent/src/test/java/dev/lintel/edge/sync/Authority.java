package dev.lintel.edge.sync;

import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.PublicKey;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Date;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.security.auth.x500.X500Principal;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.NullMarked;
import org.jspecify.annotations.Nullable;

/// A root of its own for one story, which signs servers and edges.
@NullMarked
final class Authority {

    private static final char[] IN_MEMORY = {};

    final KeyPair keys;
    final X509Certificate root;
    private long serial = 1;

    Authority(String name) throws Exception {
        keys = pair();
        root = sign(name, name, keys.getPublic(), true);
    }

    static KeyPair pair() throws Exception {
        KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
        generator.initialize(new ECGenParameterSpec("secp256r1"));
        return generator.generateKeyPair();
    }

    X509Certificate certify(String name, PublicKey key) throws Exception {
        return sign(root.getSubjectX500Principal().getName().substring(3), name, key, false);
    }

    /// A certificate that was good until an hour ago.
    X509Certificate certifyEnded(String name, PublicKey key) throws Exception {
        return sign(root.getSubjectX500Principal().getName().substring(3), name, key, false,
                Instant.now().minus(Duration.ofHours(2)));
    }

    private X509Certificate sign(String issuer, String subject, PublicKey key, boolean authority) throws Exception {
        return sign(issuer, subject, key, authority, Instant.now());
    }

    private X509Certificate sign(String issuer, String subject, PublicKey key, boolean authority, Instant now)
            throws Exception {
        JcaX509v3CertificateBuilder builder = new JcaX509v3CertificateBuilder(new X500Principal("CN=" + issuer),
                BigInteger.valueOf(serial++), Date.from(now.minus(Duration.ofHours(1))),
                Date.from(now.plus(Duration.ofHours(1))),
                new X500Principal("CN=" + subject), key);
        builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
        if (!authority) {
            builder.addExtension(Extension.subjectAlternativeName, false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, subject)));
        }
        byte[] der = builder.build(new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate())).getEncoded();
        return (X509Certificate) CertificateFactory.getInstance("X.509").generateCertificate(new ByteArrayInputStream(der));
    }

    String hash() throws Exception {
        return Base64.getUrlEncoder()
                .withoutPadding()
                .encodeToString(MessageDigest.getInstance("SHA-256").digest(root.getEncoded()));
    }

    /// What a server with this name shows: its certificate and the root.
    SSLContext server(String name) throws Exception {
        return server(name, null);
    }

    /// A server that lets in whom the given authority vouches for.
    SSLContext server(String name, @Nullable Authority clients) throws Exception {
        KeyPair pair = pair();
        return server(pair, certify(name, pair.getPublic()), clients);
    }

    /// The same with a certificate that is over.
    SSLContext endedServer(String name, Authority clients) throws Exception {
        KeyPair pair = pair();
        return server(pair, certifyEnded(name, pair.getPublic()), clients);
    }

    private SSLContext server(KeyPair pair, X509Certificate certificate, @Nullable Authority clients) throws Exception {
        KeyStore store = KeyStore.getInstance("PKCS12");
        store.load(null, IN_MEMORY);
        store.setKeyEntry("server", pair.getPrivate(), IN_MEMORY, new X509Certificate[]{certificate, root});
        KeyManagerFactory keyManagers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keyManagers.init(store, IN_MEMORY);
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keyManagers.getKeyManagers(),
                clients == null ? null : new TrustManager[]{Tls.under(List.of(clients.root))}, null);
        return context;
    }
}
