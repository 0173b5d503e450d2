package dev.lintel.cloud.device;

import io.micronaut.core.async.publisher.Publishers;
import io.micronaut.http.ssl.CertificateProvider;
import java.security.KeyStore;
import org.reactivestreams.Publisher;

/// The key and certificate of the HTTPS port, handed to the HTTP server without a file in between.
final class ListenerCertificate implements CertificateProvider {

    /// The name under which `micronaut.server.ssl.key-name` asks for it.
    static final String NAME = "lintel";

    private final Credential credential;

    ListenerCertificate(Credential credential) {
        this.credential = credential;
    }

    @Override
    public String getName() {
        return NAME;
    }

    @Override
    public Publisher<KeyStore> getKeyStore() {
        return Publishers.just(credential.keyStore(new char[0]));
    }
}
