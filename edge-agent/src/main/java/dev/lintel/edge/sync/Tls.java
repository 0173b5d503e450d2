package dev.lintel.edge.sync;

import java.io.IOException;
import java.net.Socket;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.MessageDigest;
import java.security.cert.CertificateEncodingException;
import java.security.cert.CertificateException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.List;
import javax.net.ssl.KeyManager;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.TrustManager;
import javax.net.ssl.TrustManagerFactory;
import javax.net.ssl.X509ExtendedTrustManager;
import org.jspecify.annotations.Nullable;

/// Whom this edge believes, before and after it has an identity. The machine's own list of authorities plays no part.
final class Tls {

    /// Guards the key within this process only; it never reaches a disk.
    private static final char[] IN_MEMORY = {};

    private Tls() {}

    /// Believes the server whose chain leads to the certificate with this hash, and shows nothing of its own.
    static SSLContext believing(byte[] authorityHash) throws GeneralSecurityException {
        return context(null, new HashedAuthority(authorityHash));
    }

    /// Believes servers under these roots, and shows nothing of its own.
    static SSLContext believing(List<X509Certificate> roots) throws GeneralSecurityException {
        return context(null, under(roots));
    }

    /// Believes servers under the roots that the identity trusts, and proves to be the identity's edge.
    static SSLContext as(Identity identity) throws GeneralSecurityException, IOException {
        KeyStore own = KeyStore.getInstance("PKCS12");
        own.load(null, IN_MEMORY);
        own.setKeyEntry("edge", identity.key(), IN_MEMORY, identity.chain().toArray(X509Certificate[]::new));
        KeyManagerFactory keys = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
        keys.init(own, IN_MEMORY);
        return context(keys.getKeyManagers(), under(identity.trust()));
    }

    private static SSLContext context(KeyManager @Nullable [] keys, TrustManager trust)
            throws GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLSv1.3");
        context.init(keys, new TrustManager[]{trust}, null);
        return context;
    }

    static X509ExtendedTrustManager under(List<X509Certificate> roots) throws GeneralSecurityException {
        try {
            KeyStore anchors = KeyStore.getInstance("PKCS12");
            anchors.load(null, IN_MEMORY);
            for (int i = 0; i < roots.size(); i++) {
                anchors.setCertificateEntry("root-" + i, roots.get(i));
            }
            TrustManagerFactory factory = TrustManagerFactory.getInstance("PKIX");
            factory.init(anchors);
            return Arrays.stream(factory.getTrustManagers())
                    .filter(X509ExtendedTrustManager.class::isInstance)
                    .map(X509ExtendedTrustManager.class::cast)
                    .findFirst()
                    .orElseThrow();
        } catch (IOException e) {
            throw new GeneralSecurityException("an empty key store cannot be made", e);
        }
    }

    /// Finds the authority in what the server shows, by hash, and from there lets the ordinary rules of certificates
    /// decide: signatures, validity, and that the name is the one we called.
    private static final class HashedAuthority extends X509ExtendedTrustManager {

        private final byte[] hash;

        HashedAuthority(byte[] hash) {
            this.hash = hash.clone();
        }

        private X509ExtendedTrustManager rules(X509Certificate[] chain) throws CertificateException {
            for (X509Certificate certificate : chain) {
                if (MessageDigest.isEqual(hash, sha256(certificate))) {
                    try {
                        return under(List.of(certificate));
                    } catch (GeneralSecurityException e) {
                        throw new CertificateException("the authority's certificate is not usable", e);
                    }
                }
            }
            throw new CertificateException("this server does not belong to the cloud that issued the enrolment token");
        }

        private static byte[] sha256(X509Certificate certificate) throws CertificateException {
            try {
                return MessageDigest.getInstance("SHA-256").digest(certificate.getEncoded());
            } catch (CertificateEncodingException e) {
                throw e;
            } catch (GeneralSecurityException e) {
                throw new CertificateException("every JDK has SHA-256", e);
            }
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            rules(chain).checkServerTrusted(chain, type, socket);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            rules(chain).checkServerTrusted(chain, type, engine);
        }

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("without the connection the server's name cannot be checked");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) throws CertificateException {
            throw new CertificateException("an edge has no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) throws CertificateException {
            throw new CertificateException("an edge has no clients here");
        }

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine)
                throws CertificateException {
            throw new CertificateException("an edge has no clients here");
        }

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
