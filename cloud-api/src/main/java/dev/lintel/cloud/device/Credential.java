package dev.lintel.cloud.device;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.security.GeneralSecurityException;
import java.security.KeyStore;
import java.security.PrivateKey;
import java.security.cert.Certificate;
import java.security.cert.X509Certificate;
import java.util.List;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.TrustManagerFactory;

/// A private key with the chain that speaks for it, from the leaf to the root, and the roots it believes.
///
/// The root is part of the chain on purpose: whoever holds only its hash (an edge with an enrolment token) can pick it
/// out of the handshake and check everything below it.
public record Credential(PrivateKey key, List<X509Certificate> chain, List<X509Certificate> trusted) {

    private static final String ALIAS = "lintel";

    public Credential {
        chain = List.copyOf(chain);
        trusted = List.copyOf(trusted);
    }

    /// Believes the root of its own chain and no other.
    public Credential(PrivateKey key, List<X509Certificate> chain) {
        this(key, chain, List.of(chain.getLast()));
    }

    public X509Certificate leaf() {
        return chain.getFirst();
    }

    public X509Certificate root() {
        return chain.getLast();
    }

    /// The key and its chain as a store; `password` protects the entry and may be empty where the store stays in memory.
    public KeyStore keyStore(char[] password) {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            store.setKeyEntry(ALIAS, key, password, chain.toArray(Certificate[]::new));
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store cannot be made in memory", e);
        }
    }

    /// What this credential trusts: our roots alone, so that a certificate of any other origin ends the handshake.
    public KeyStore trustStore() {
        try {
            KeyStore store = KeyStore.getInstance("PKCS12");
            store.load(null, null);
            for (X509Certificate root : trusted) {
                store.setCertificateEntry(ALIAS + store.size(), root);
            }
            return store;
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a trust store cannot be made in memory", e);
        }
    }

    public KeyManagerFactory keyManagers() {
        try {
            var password = new char[0];
            var managers = KeyManagerFactory.getInstance(KeyManagerFactory.getDefaultAlgorithm());
            managers.init(keyStore(password), password);
            return managers;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a key of our own cannot be used", e);
        }
    }

    public TrustManagerFactory trustManagers() {
        try {
            var managers = TrustManagerFactory.getInstance(TrustManagerFactory.getDefaultAlgorithm());
            managers.init(trustStore());
            return managers;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("a root of our own cannot be trusted", e);
        }
    }

    static byte[] bytes(KeyStore store, char[] password) {
        try (var bytes = new ByteArrayOutputStream()) {
            store.store(bytes, password);
            return bytes.toByteArray();
        } catch (GeneralSecurityException | IOException e) {
            throw new IllegalStateException("a key store cannot be written to memory", e);
        }
    }
}
