package dev.lintel.cloud.device;

import java.security.GeneralSecurityException;
import java.util.List;
import javax.net.ssl.SSLContext;
import org.jspecify.annotations.NullMarked;

/// Contexts that keep their sessions, so that a second connection tries to resume the first one's.
@NullMarked
final class Tls {

    private Tls() {}

    static SSLContext of(Credential credential) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(credential.keyManagers().getKeyManagers(), credential.trustManagers().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }

    /// Believes the authority's broker and shows nothing.
    static SSLContext nobody(Authority authority) {
        try {
            SSLContext context = SSLContext.getInstance("TLS");
            context.init(null, authority.server(List.of("x")).trustManagers().getTrustManagers(), null);
            return context;
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException(e);
        }
    }
}
